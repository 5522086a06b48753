import { expect, it } from 'vitest';
import { describeRequiring } from '../../requirements.ts';

// PATH is empty here, so there is no kcat.
describeRequiring(['kcat'], 'what needs kcat', () => it('is never reached', () => expect(true).toBe(false)));
describeRequiring([], 'what needs nothing', () => it('passes', () => expect(1 + 1).toBe(2)));
