import { testClient } from './test-client.ts';

testClient('confluent-schemaregistry');
