import { join } from 'node:path';
import { describeRequiring, locate } from '../../requirements.ts';
import { describeFactory } from './factory-suite.ts';

describeRequiring(['js-clients'], 'classes generated for kafkajs', () =>
  describeFactory('kafkajs', { names: false, reason: /INVALID_RECORD/ }, () => ({
    kafkajs: join(locate('js-clients') ?? '', 'kafkajs'),
  })),
);
