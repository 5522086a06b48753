import { buildModel, loadDocument, writeDocument } from '@sluice/asyncapi';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { FIXTURES, fixtureSource, readFixture } from './fixtures.ts';

/** One value of every kind that may stand where another is meant. */
const INTRUDERS: readonly unknown[] = [
  null,
  true,
  0,
  -1.5,
  '',
  'text',
  [],
  [null],
  [[]],
  [{}],
  {},
  { $ref: 7 },
  { $ref: '#/info' },
  { $ref: '#' },
  { $ref: 'registry:a' },
  { $ref: 'http://example.com' },
  { a: { b: [] } },
  { traits: 1 },
  { schemaFormat: 1, schema: [] },
  { schemaFormat: 'application/vnd.apache.avro', schema: { type: 'record', fields: {} } },
];

type Path = readonly (string | number)[];

function listPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => listPaths(item, [...path, key]))];
}

/** The value with what is at `path` replaced. */
function replaceAt(value: unknown, [step, ...rest]: Path, intruder: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return intruder;
  if (Array.isArray(value))
    return value.map((item, index) => (index === Number(step) ? replaceAt(item, rest, intruder) : item));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === step ? replaceAt(item, rest, intruder) : item]),
  );
}

/** Building must say what is wrong or give a model that can be written; it never throws. */
async function buildAnyway(name: string, text: string): Promise<void> {
  const { model, findings } = buildModel(await loadDocument({ ...fixtureSource(name), text }));
  if (model === undefined) expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
  else expect(writeDocument(model)).toContain('asyncapi: 3.0.0');
  for (const finding of findings)
    expect(finding).toMatchObject({ line: expect.any(Number) as number, column: expect.any(Number) as number });
}

describe('anything anywhere gives findings or a model, never another error', () => {
  it.each(FIXTURES)('%s, each value replaced once by every kind', async (name) => {
    const document: unknown = parse(readFixture(name), { merge: true });
    for (const path of listPaths(document)) {
      const kind = path.length * 7 + String(path.at(-1)).length;
      for (const turn of [0, 5, 11]) {
        const intruder = INTRUDERS[(kind + turn) % INTRUDERS.length];
        await buildAnyway(name, stringify(replaceAt(document, path, intruder)));
      }
    }
  });

  it('several values replaced at random', async () => {
    const parsed = FIXTURES.map((name) => ({ name, document: parse(readFixture(name), { merge: true }) as unknown }));
    const change = fc.record({ at: fc.double({ min: 0, max: 0.999, noNaN: true }), by: fc.constantFrom(...INTRUDERS) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...parsed),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        async (from, changes) => {
          let { document } = from;
          for (const { at, by } of changes) {
            const paths = listPaths(document);
            document = replaceAt(document, paths[Math.floor(at * paths.length)] ?? [], by);
          }
          await buildAnyway(from.name, stringify(document));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('texts cut off anywhere', async () => {
    const text = readFixture('3.0-recursion.yaml');
    for (let length = 0; length < text.length; length += 17)
      await buildAnyway('3.0-recursion.yaml', text.slice(0, length));
  });
});
