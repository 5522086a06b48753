import { buildModel, loadDocument, loadModel, writeDocument, WRITTEN_VERSION } from '@sluice/asyncapi';
import { describe, expect, it } from 'vitest';
import { comparable, FIXTURES, fixtureSource } from './fixtures.ts';

describe.each(FIXTURES)('%s', (name) => {
  it('has the model, and the warnings, of its golden file', async () => {
    const { model, findings } = buildModel(await loadDocument(fixtureSource(name)));
    const warnings = findings.map(
      ({ line, column, rule, severity, message }) => `${line}:${column} ${severity} ${rule}: ${message}`,
    );
    const golden = { warnings, model: model && comparable(model) };
    await expect(`${JSON.stringify(golden, undefined, 1)}\n`).toMatchFileSnapshot(`fixtures/golden/${name}.golden`);
  });

  it('is written as a 3.0 document with an equal model, and always the same text', async () => {
    const model = await loadModel(fixtureSource(name));
    const text = writeDocument(model);
    const again = await loadModel({ path: 'again.yaml', text });
    expect(again.source.version).toBe(WRITTEN_VERSION);
    expect(comparable(again)).toEqual(comparable(model));
    expect(writeDocument(again)).toBe(text);
  });
});

it('there are fixtures', () => expect(FIXTURES.length).toBeGreaterThanOrEqual(20));
