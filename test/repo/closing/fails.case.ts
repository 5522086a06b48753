import { describe, expect, it } from 'vitest';

it('passes', () => expect(1 + 1).toBe(2));
it('fails', () => expect(1 + 1).toBe(3));
describe('a suite', () => it('fails too', () => expect(true).toBe(false)));
