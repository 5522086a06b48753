import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveGuid } from '../src/index.ts';

const PERSON =
  '{"type":"record","name":"Person","namespace":"io.confluent.kafka.example","fields":[' +
  '{"name":"name","type":"string"},{"name":"age","type":"int"},{"name":"ssn","type":"string"},' +
  '{"name":"user","type":"io.confluent.kafka.example.User"},' +
  '{"name":"address","type":"io.confluent.kafka.example.Address"}]}';

const REFERENCES = [
  { name: 'io.confluent.kafka.example.User', subject: 'User', version: 1 },
  { name: 'io.confluent.kafka.example.Address', subject: 'Address', version: 2 },
];

describe('deriveGuid', () => {
  // Values that Confluent's own regression test pins.
  it.each([
    { what: 'the text alone', references: [], guid: 'd629bb05-ad85-3d20-fbcb-895de3c459f7' },
    { what: 'text and references', references: REFERENCES, guid: '5c08d70e-5347-41b2-6369-199425d044eb' },
  ])('derives the same guid as Confluent from $what', ({ references, guid }) => {
    expect(deriveGuid({ canonical: PERSON, references })).toBe(guid);
  });

  it('takes metadata and rules in, each led by a byte 1, in order', () => {
    const metadata = { tags: { p: ['x', 'y'] }, properties: { '9': 'b', '10': 'a' }, sensitive: ['10'] };
    const rule = { name: 'r', kind: 'CONDITION', mode: 'WRITE', type: 'CEL', params: { b: '2', a: '1' } } as const;
    const ruleSet = { domainRules: [{ ...rule, expr: 'true', disabled: true }], enableAt: 'CLIENT' } as const;
    const text = '"int"\u0001pxy10a9b10\u0001rCONDITIONWRITECELa1b2true\u0001CLIENT';
    const expected = createHash('md5').update(text).digest('hex');
    const guid = deriveGuid({ canonical: '"int"', references: [], metadata, ruleSet });
    expect(guid.replaceAll('-', '')).toBe(expected);
    const empty = deriveGuid({ canonical: '"int"', references: [], metadata: {} });
    expect(empty).not.toBe(deriveGuid({ canonical: '"int"', references: [] }));
  });
});
