import { join } from 'node:path';
import { describeRequiring, locate } from '../../requirements.ts';
import { describeFactory } from './factory-suite.ts';

describeRequiring(['confluent-js'], 'classes generated for @confluentinc/kafka-javascript', () =>
  describeFactory('confluent', { names: false, reason: /INVALID_RECORD/ }, () => ({
    '@confluentinc': join(locate('confluent-js') ?? '', '@confluentinc'),
  })),
);
