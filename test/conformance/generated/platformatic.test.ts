import { describe } from 'vitest';
import { describeFactory } from './factory-suite.ts';

describe('classes generated for @platformatic/kafka', () =>
  describeFactory('platformatic', { names: true, reason: /factory7-value: .*magic byte/ }));
