import { testClient } from './test-client.ts';

testClient('kafkajs');
