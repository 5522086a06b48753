import { compileCodec, compileResolver } from '@sluice/avro';
import type { CodecOptions, RecordField, Schema } from '@sluice/avro';
import type { GenerateOptions } from '../../generate-options.ts';
import type { GeneratedFile } from '../../generated-file.ts';
import { quote } from '../../names.ts';
import { enclose, render } from '../text/doc.ts';
import type { Doc } from '../text/doc.ts';
import { startModule } from '../text/module.ts';
import type { Module } from '../text/module.ts';
import type { AvroForms } from '../types/avro-forms.ts';
import type { AvroLayout, AvroRoot } from '../types/avro-layout.ts';
import type { CodecPlace } from './emit-codec-module.ts';
import { printValue } from './print-value.ts';
import { sampleValues } from './sample-values.ts';

/** What the parts of a test have in common. */
interface Case {
  readonly root: AvroRoot;
  readonly title: string;
  readonly codec: CodecPlace;
  readonly layout: AvroLayout;
  readonly forms: AvroForms;
  readonly options: CodecOptions;
  readonly module: Module;
  /** Sample values, as the codec gives them back. */
  readonly values: readonly unknown[];
}

/**
 * A test for `node --test`: sample values come back from the codec as they were, what a value lacks takes its default,
 * and what older writers wrote is read. Undefined where there are no values to print: those of a type that must hold
 * itself never end.
 */
export function emitRoundTrip(
  root: AvroRoot,
  codec: CodecPlace,
  layout: AvroLayout,
  forms: AvroForms,
  options: GenerateOptions,
): GeneratedFile | undefined {
  const module = startModule(`${layout.ofRoot(root).path}.test`, options, OWN_NAMES);
  const codecOptions: CodecOptions = { ...forms.optionsFor(root.schema), engine: 'interpreter' };
  const title = layout.fullNameOf(root).replaceAll(/\s+/g, ' ');
  const values = listSamples(root.schema, forms, codecOptions);
  const item: Case = { root, title, codec, layout, forms, options: codecOptions, module, values };
  const samples = testSamples(item);
  if (samples === undefined) return undefined;
  return module.finish([...samples, ...testDefaults(item), ...testReaders(item)], IMPORTS);
}

const OWN_NAMES = ['SAMPLES', 'assert', 'test', 'index', 'value', 'bytes', 'input', 'expected'];
const IMPORTS = ["import assert from 'node:assert/strict';", "import test from 'node:test';"];

function testSamples({ root, title, codec, layout, module, values }: Case): readonly string[] | undefined {
  const docs = values.map(printValue).filter((doc) => doc !== undefined);
  if (docs.length === 0) return undefined;
  const name = module.importValue(codec.name, `/${codec.path}`);
  const place = layout.ofRoot(root);
  const type = module.importType(place.type, `/${place.path}`);
  return [
    `/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
${declare('SAMPLES', `readonly ${arrayType(type)}`, enclose('[', docs, ']'))}`,
    `for (const [index, value] of SAMPLES.entries()) {
  void test(\`${inTemplate(title)}: sample \${index} comes back as it was\`, () => {
    const bytes = ${name}.encode(value);
    assert.deepEqual(${name}.decode(bytes), value);
    assert.deepEqual(${name}.validateBytes(bytes, 0, bytes.length), []);
  });
}`,
  ];
}

/** Of a record, the first sample without the fields that an encoder fills in. */
function testDefaults({ root, title, codec, layout, options, module, values }: Case): readonly string[] {
  const { schema } = root;
  if (schema.type !== 'record' || !schema.fields.some((field) => layout.isFilled(field))) return [];
  const [richest] = values;
  // To TypeScript every object has a `constructor` of its own kind.
  const isLeft = (field: RecordField): boolean => !layout.isFilled(field) || field.name in Object.prototype;
  const left = new Set(schema.fields.filter(isLeft).map((field) => field.name));
  // fromEntries defines, and so does no harm with __proto__.
  const input = Object.fromEntries(Object.entries(Object(richest) as object).filter(([key]) => left.has(key)));
  const { encode, decode } = compileCodec(schema, options);
  const docs = [printValue(input), printValue(decode(encode(input)))];
  const [given, expected] = docs;
  if (given === undefined || expected === undefined) return [];
  const name = module.importValue(codec.name, `/${codec.path}`);
  const { input: inputType, path } = layout.ofRoot(root);
  const type = module.importType(inputType, `/${path}`);
  return [
    `void test(${quote(`${title}: fields left out take their defaults`)}, () => {
  ${declare('input', type, given, 1)}
  ${declare('expected', undefined, expected, 1)}
  assert.deepEqual(${name}.decode(${name}.encode(input)), expected);
});`,
  ];
}

/** For each older writer, the bytes of its richest sample that this reader can take. */
function testReaders({ root, title, codec, forms, options, module }: Case): readonly string[] {
  return (root.writers ?? []).flatMap((writer, index) => {
    const bytes = compileCodec(writer.schema, { long: 'bigint', engine: 'interpreter' });
    const { decode } = compileResolver(writer.schema, root.schema, options);
    for (const value of sampleValues(writer.schema, { ...forms, ...BASE_FORMS })) {
      try {
        const written = bytes.encode(value);
        const [given, expected] = [printValue(written), printValue(decode(written))];
        if (given === undefined || expected === undefined) continue;
        const reader = module.importValue(codec.readers[index] ?? '', `/${codec.path}`);
        return [
          `void test(${quote(`${title}: what ${writer.name} wrote is read`)}, () => {
  ${declare('bytes', undefined, given, 1)}
  ${declare('expected', undefined, expected, 1)}
  assert.deepEqual(${reader}.decode(bytes), expected);
});`,
        ];
      } catch {
        // A value that this reader cannot take; another may do.
      }
    }
    return [];
  });
}

/** Older writers' values are made as their base types. */
const BASE_FORMS: Pick<AvroForms, 'long' | 'longOf' | 'logicalOf'> = {
  long: 'bigint',
  longOf: () => 'bigint',
  logicalOf: () => undefined,
};

/** Those that the codec takes, as it gives them back. */
function listSamples(schema: Schema, forms: AvroForms, options: CodecOptions): readonly unknown[] {
  const { validateValue, encode, decode } = compileCodec(schema, options);
  const values = sampleValues(schema, forms).filter((value) => validateValue(value).length === 0);
  return values.map((value) => decode(encode(value)));
}

function declare(name: string, type: string | undefined, value: Doc, depth = 0): string {
  return render([`const ${name}${type === undefined ? '' : `: ${type}`} = `, value, ';'], depth);
}

function arrayType(type: string): string {
  return `${type}[]`;
}

function inTemplate(text: string): string {
  return text.replaceAll(/[\\`]|\$(?=\{)/g, '\\$&');
}
