import { beforeAll, describe, expect, it } from 'vitest';

describe('a suite', () => {
  beforeAll(() => {
    throw new Error('this hook fails');
  });
  it('is never reached', () => expect(1).toBe(1));
});
