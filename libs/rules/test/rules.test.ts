import { deadLetterAction } from '@sluice/rules';
import type { RuleEvent } from '@sluice/rules';
import type { SchemaRule } from '@sluice/serde';
import { describe, expect, it } from 'vitest';
import { compile, rule, run } from './harness.ts';

const SCHEMA = '"string"';
const FALSE = { expr: 'false' };

describe('actions', () => {
  const seen: RuleEvent[] = [];
  const note = (event: RuleEvent): void => {
    seen.push(event);
  };
  const contract = { schema: SCHEMA, options: { actions: { NOTE: note, DLQ: deadLetterAction(note) } } };

  it.each<readonly [string, Partial<SchemaRule> & { readonly expr: string }, unknown, number]>([
    ['ERROR', { ...FALSE, onFailure: 'ERROR' }, 'RuleError: rule r: the condition does not hold: false', 0],
    ['NONE', { ...FALSE, onFailure: 'NONE' }, 'v', 0],
    ['one that only looks', { ...FALSE, onFailure: 'NOTE' }, 'v', 1],
    ['dead letters', { ...FALSE, onFailure: 'DLQ' }, 'RuleError: rule r: the condition does not hold: false', 1],
    ['of success', { expr: 'true', onSuccess: 'NOTE' }, 'v', 1],
    ['ERROR of success', { expr: 'true', onSuccess: 'ERROR' }, 'RuleError: rule r: its action on success is ERROR', 0],
    ['the first of two on WRITE', { ...FALSE, mode: 'WRITEREAD', onFailure: 'NONE,ERROR' }, 'v', 0],
    [
      'the default of an empty one',
      { ...FALSE, mode: 'WRITEREAD', onFailure: ',NONE' },
      'RuleError: rule r: the condition does not hold: false',
      0,
    ],
    ['a transform that fails goes on unchanged', { kind: 'TRANSFORM', expr: 'message + 1', onFailure: 'NONE' }, 'v', 0],
  ])('%s', async (_, parts, result, count) => {
    seen.length = 0;
    expect(await run(contract, [rule(parts)], 'v')).toBe(result);
    expect(seen.length).toBe(count);
    if (count > 0)
      expect(seen[0]).toMatchObject({
        value: 'v',
        subject: 'orders-value',
        topic: 'orders',
        mode: 'WRITE',
        rule: { name: 'r' },
      });
  });

  it('are the second of two on READ', async () => {
    const both = [rule({ ...FALSE, mode: 'WRITEREAD', onFailure: 'ERROR,NONE' })];
    expect(await run({ ...contract, mode: 'READ' }, both, 'v')).toBe('v');
    expect(await run(contract, both, 'v')).toContain('does not hold');
  });

  it('that are not known are refused before a value is', () => {
    expect(() => compile(contract, [rule({ ...FALSE, onFailure: 'MAIL' })])).toThrow('rule r: there is no action MAIL');
    expect(() => compile(contract, [rule({ ...FALSE, onFailure: 'toString' })])).toThrow('there is no action toString');
  });

  it('that fail refuse the value, at once or later', async () => {
    const now = (): void => {
      throw new Error('no disk');
    };
    const later = (): Promise<void> => Promise.reject(new Error('no disk'));
    for (const action of [now, later]) {
      const options = { actions: { X: action } };
      const result = await run({ schema: SCHEMA, options }, [rule({ ...FALSE, onFailure: 'X' })], 'v');
      expect(result).toBe('RuleError: rule r: its action failed: no disk');
    }
  });
});

describe('rules', () => {
  it.each(['ENCRYPT', 'ENCRYPT_PAYLOAD'])('of type %s are refused before a value is', (type) => {
    const encrypt = rule({ type, kind: 'TRANSFORM', expr: '', onFailure: 'NONE' });
    expect(() => compile({ schema: SCHEMA }, [encrypt])).toThrow(`its type is ${type}: encryption is not run here`);
  });

  it('of unknown types are refused, saying which there are', () => {
    expect(() => compile({ schema: SCHEMA }, [rule({ type: 'LUA', expr: '1' })])).toThrow(
      'only CEL, CEL_FIELD and JSONATA are run here',
    );
  });

  it('see bytes where they are about encoding', async () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const contract = { schema: SCHEMA, phase: 'encoding' } as const;
    expect(await run(contract, [rule({ expr: 'size(message) < 4' })], bytes)).toBe(bytes);
    expect(await run(contract, [rule({ expr: 'size(message) < 3' })], bytes)).toContain('does not hold');
    expect(() => compile(contract, [rule({ type: 'CEL_FIELD', expr: 'true' })])).toThrow('bytes have no fields');
    expect(() => compile(contract, [rule({ type: 'JSONATA', expr: '$' })])).toThrow('bytes are no JSON');
  });

  it('say nothing of what is not there', async () => {
    expect(await run({ schema: SCHEMA }, [rule(FALSE)], null)).toBe(null);
  });

  it('name themselves where their schema cannot be read', () => {
    expect(() => compile({ schema: '{' }, [rule(FALSE)])).toThrow('rule r: its schema cannot be read');
  });
});
