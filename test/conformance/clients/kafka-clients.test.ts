import { testClient } from './test-client.ts';

testClient('kafka-clients');
