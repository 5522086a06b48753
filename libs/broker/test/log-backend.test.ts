import { createNodeBackend } from '../src/storage/node-backend.ts';
import { testLogBackend } from './log-backend.contract.ts';
import { makeDirectory } from './support/broker.ts';
import { createForgetfulBackend } from './support/forgetful-backend.ts';

testLogBackend('the file system', async () => {
  return { backend: createNodeBackend({ maxDescriptors: 8 }), root: await makeDirectory() };
});

testLogBackend('a disk that forgets', async () => {
  const backend = createForgetfulBackend();
  await backend.createDirectory('/root');
  return { backend, root: '/root' };
});
