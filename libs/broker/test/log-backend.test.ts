import { createNodeBackend } from '../src/storage/node-backend.ts';
import { testLogBackend } from './log-backend.contract.ts';
import { makeDirectory } from './support/broker.ts';

testLogBackend('the file system', async () => {
  return { backend: createNodeBackend({ maxDescriptors: 8 }), root: await makeDirectory() };
});
