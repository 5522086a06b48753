import type { JsonValue } from '@sluice/avro';
import { CodegenError, generateJsonSchema } from '@sluice/codegen';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { jsonSchema } from './arbitraries.ts';
import { createOutput } from './tools.ts';

describe('whatever the JSON Schema', () => {
  const output = createOutput();
  afterAll(() => output.close());

  it('types compile, are formatted, and pass the linter', async () => {
    const samples = fc.sample(fc.tuple(jsonSchema, jsonSchema, jsonSchema, jsonSchema), { numRuns: 60, seed: 6 });
    for (const [index, [schema, ...others]] of samples.entries()) {
      const components = new Map<string, JsonValue>(others.map((item, at) => ['ABC'[at] ?? '', item]));
      const files = generateJsonSchema([{ name: 'some.Root', schema }], { language: 'ts', header: 'x' }, components);
      output.write(`sample-${index}`, files);
    }
    expect(await output.compile()).toEqual({ ok: true, text: '' });
    expect((await output.format()).text).toBe('');
    // Not by types: what a component says nothing of is `unknown`, and says nothing beside other types either.
    const { ok, text } = await output.lint(false);
    expect(ok ? '' : text).toBe('');
  });
});

it('is for TypeScript', () => {
  expect(() => generateJsonSchema([], { language: 'go', header: 'x' })).toThrow(CodegenError);
});
