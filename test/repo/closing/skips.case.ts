import { expect, it } from 'vitest';

it('passes', () => expect(1 + 1).toBe(2));
it('skips', ({ skip }) => skip('the moon is not full'));
// oxlint-disable-next-line vitest/warn-todo -- the reporter has to count it
it.todo('has no body yet');
