import { testClient } from './test-client.ts';

testClient('confluent-kafka-python');
