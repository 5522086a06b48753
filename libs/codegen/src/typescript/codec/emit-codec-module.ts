import { emitCodec } from '@sluice/avro';
import type { EmittedImport } from '@sluice/avro';
import * as runtime from '@sluice/avro/emitted';
import { formatName } from '../../names.ts';
import type { GenerateOptions } from '../../generate-options.ts';
import type { GeneratedFile } from '../../generated-file.ts';
import { RUNTIME_PATH } from '../../standalone/write-runtime.ts';
import { madeBy, relativePath, startModule } from '../text/module.ts';
import type { AvroForms } from '../types/avro-forms.ts';
import type { AvroRoot, TypePlace } from '../types/avro-layout.ts';

/** What generated modules import in place of `@sluice/avro/emitted`. */
export const EMITTED_RUNTIME = '@sluice/serde/emitted';

/** A codec's module, without an extension, and what it exports. */
export interface CodecPlace {
  readonly path: string;
  /** The codec. */
  readonly name: string;
  /** A resolver for each older writer's schema, in the order given. */
  readonly readers: readonly string[];
}

export function placeCodec(root: AvroRoot, type: TypePlace): CodecPlace {
  const base = formatName(type.type, 'camel');
  const { names } = startModule('', { header: '' }, TAKEN);
  return {
    path: `${type.path}.codec`,
    name: names.take(`${base}Codec`),
    readers: (root.writers ?? []).map(({ name }) => names.take(`${base}${formatName(`from ${name}`, 'pascal')}`)),
  };
}

/** The names that emitted modules have or import. */
const TAKEN: readonly string[] = [
  ...Object.keys(runtime),
  ...['Bytes', 'Codec', 'Cursor', 'EmittedOptions', 'Resolver', 'SCHEMA', 'OPTIONS', 'conversions'],
];

/** The text of the run-time compiler, with the types of its values. It is checked, but neither linted nor formatted. */
export function emitCodecModule(
  root: AvroRoot,
  type: TypePlace,
  place: CodecPlace,
  forms: AvroForms,
  options: GenerateOptions,
): GeneratedFile {
  const logical = forms.logicalImport === undefined ? undefined : placeImport(forms.logicalImport, place.path, options);
  const own = [...TAKEN, place.name, ...place.readers, ...(logical === undefined ? [] : [logical.name])];
  const module = startModule(place.path, options, own);
  const value = module.importType(type.type, `/${type.path}`);
  const input = type.input === type.type ? value : module.importType(type.input, `/${type.path}`);
  const text = emitCodec(root.schema, {
    name: place.name,
    options: forms.optionsFor(root.schema),
    readers: (root.writers ?? []).map(({ schema }, index) => ({ name: place.readers[index] ?? '', writer: schema })),
    runtime: options.standalone === undefined ? EMITTED_RUNTIME : relativePath(place.path, RUNTIME_PATH, options),
    plans: options.standalone === undefined ? 'schema' : 'parts',
    types: { value, input, imports: module.printImports() },
    ...(logical === undefined ? {} : { logicalTypes: logical }),
  });
  return { path: `${place.path}.ts`, text: `${madeBy(options.header)}\n/* eslint-disable -- compiled */\n${text}` };
}

/** What is relative to the folder of the output, as seen from this module. */
function placeImport({ name, from }: EmittedImport, path: string, options: GenerateOptions): EmittedImport {
  if (from === EMITTED_RUNTIME && options.standalone !== undefined) {
    return { name, from: relativePath(path, RUNTIME_PATH, options) };
  }
  if (!from.startsWith('./')) return { name, from };
  return { name, from: relativePath(path, from.slice(2), { importExtension: 'none' }) };
}
