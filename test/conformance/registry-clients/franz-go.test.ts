import { testClient } from './test-client.ts';

testClient('franz-go');
