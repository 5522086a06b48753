import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileCodec, compileResolver, emitCodec } from '@sluice/avro';
import type { Codec, EmitOptions, EmittedOptions, Engine, Resolver, Schema } from '@sluice/avro';

/** A way to get codecs. */
export interface CodecMaker {
  codec(schema: Schema): Codec;
  resolver(writer: Schema, reader: Schema): Resolver;
  close(): void;
}

/** Every way that there is. Of logical types they take the package's own. */
export const ENGINES = {
  jit: (options) => createCompiling('jit', options),
  interpreter: (options) => createCompiling('interpreter', options),
  emitted: createEmitting,
} as const satisfies Record<string, (options: EmittedOptions) => CodecMaker>;

export type EngineName = keyof typeof ENGINES;

export const isEngineName = (name: string): name is EngineName => Object.hasOwn(ENGINES, name);

function createCompiling(engine: Engine, options: EmittedOptions): CodecMaker {
  return {
    codec: (schema) => compileCodec(schema, { ...options, engine }),
    resolver: (writer, reader) => compileResolver(writer, reader, { ...options, engine }),
    close: () => {},
  };
}

/** Writes modules into a folder of its own, and loads them as Node does: it strips the types. */
function createEmitting(options: EmittedOptions): CodecMaker {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-emitted-'));
  let count = 0;
  const load = (schema: Schema, writers: readonly Schema[]): { readonly codec: Codec; readonly resolver: Resolver } => {
    const file = join(folder, `m${++count}.ts`);
    const readers = writers.map((writer) => ({ name: 'resolver', writer }));
    writeFileSync(file, emitCodec(schema, { name: 'codec', options, readers, ...EMITTED_IMPORTS }));
    return require(file);
  };
  return {
    codec: (schema) => load(schema, []).codec,
    resolver: (writer, reader) => load(reader, [writer]).resolver,
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const require = createRequire(import.meta.url);
const locate = (name: string): string => pathToFileURL(require.resolve(name)).href;

/** Where modules outside of this repository find the package. */
export const EMITTED_IMPORTS = {
  runtime: locate('@sluice/avro/emitted'),
  logicalTypes: { name: 'LOGICAL_TYPES', from: locate('@sluice/avro') },
} as const satisfies Partial<EmitOptions>;
