import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSchema, parseSchema } from '@sluice/avro';

const withDefault = (type: string, value: string) =>
  `{"type":"record","name":"R","fields":[{"name":"a","type":${type},"default":${value},"p":${value}}],"q":{"x":[${value}]}}`;

describe('formatSchema writes what Java writes', () => {
  it.each([
    ['1', '1'],
    ['1.0', '1.0'],
    ['1.10', '1.1'],
    ['1e0', '1.0'],
    ['1e2', '100.0'],
    ['1e7', '1.0E7'],
    ['9999999.0', '9999999.0'],
    ['1e10', '1.0E10'],
    ['1E22', '1.0E22'],
    ['1.5e-7', '1.5E-7'],
    ['0.001', '0.001'],
    ['0.0001', '1.0E-4'],
    ['123456789.125', '1.23456789125E8'],
    ['-0', '0'],
    ['-0.0', '-0.0'],
    ['0.0', '0.0'],
    ['1e-400', '0.0'],
    ['4.9e-324', '4.9E-324'],
    ['1.7976931348623157e308', '1.7976931348623157E308'],
    ['9007199254740993', '9007199254740993'],
    ['1.00000000000000000001', '1.0'],
  ])('the number %s as %s', (written, formatted) => {
    expect(formatSchema(parseSchema(withDefault('"double"', written)))).toBe(withDefault('"double"', formatted));
  });

  it.each([
    ['keys in their order', '{"type":"int","b":1,"2":1,"1":{"x":1,"10":2,"9":3}}', undefined],
    [
      'keys of defaults in their order',
      '{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"map","values":"int"},"default":{"b":1,"1":2,"0":3}}]}',
      undefined,
    ],
    ['the last of repeated keys', '{"type":"int","b":1.0,"a":1,"b":1}', '{"type":"int","b":1,"a":1}'],
    [
      'only attributes that a type may have',
      '{"type":"string","doc":"d","name":"n","size":2,"x":1}',
      '{"type":"string","x":1}',
    ],
    ['a type alone by its name', '{"type":"string","doc":"d"}', '"string"'],
    [
      'each alias once',
      '{"type":"fixed","name":"n.F","aliases":["A","n.A","B"],"size":1}',
      '{"type":"fixed","name":"F","namespace":"n","size":1,"aliases":["A","B"]}',
    ],
  ])('%s', (_name, written, formatted = written) => {
    expect(formatSchema(parseSchema(written))).toBe(formatted);
  });

  it('and text that parses to the same, whatever its numbers and keys are', () => {
    const text = fc
      .array(
        fc.tuple(
          fc.oneof(fc.nat(20).map(String), fc.string()),
          fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()),
        ),
      )
      .map(
        (members) =>
          `{"type":"int",${members
            .map(([key, value]) => `${JSON.stringify(`x${key}`)}:${value},${JSON.stringify(key)}:[${value}]`)
            .concat('"z":1.0')
            .join(',')}}`,
      )
      .filter((json) => !json.includes('"type":['));
    fc.assert(
      fc.property(text, (json) => {
        const formatted = formatSchema(parseSchema(json));
        expect(formatSchema(parseSchema(formatted))).toBe(formatted);
      }),
    );
  });
});

it('formatSchema sorts attributes and aliases where it is asked to', () => {
  const texts = [
    '{"type":"enum","name":"E","symbols":["B","A"],"b":{"y":[2,1],"x":1},"a":1,"aliases":["Y","X"]}',
    '{"a":1,"b":{"x":1,"y":[2,1]},"aliases":["X","Y"],"name":"E","symbols":["B","A"],"type":"enum"}',
  ];
  const [first, second] = texts.map((text) => formatSchema(parseSchema(text), { isSorted: true }));
  expect(first).toBe('{"a":1,"aliases":["X","Y"],"b":{"x":1,"y":[2,1]},"name":"E","symbols":["B","A"],"type":"enum"}');
  expect(second).toBe(first);
});
