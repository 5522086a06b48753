import type { Schema } from '@sluice/avro';
import { emitLanguage } from './emit-language.ts';
import type { GenerateOptions } from './generate-options.ts';
import type { GeneratedFile } from './generated-file.ts';
import { addRuntime } from './standalone/write-runtime.ts';
import { emitAvro } from './typescript/emit-avro.ts';
import { emitIndex } from './typescript/text/index-file.ts';
import { addWriters } from './typescript/types/avro-layout.ts';
import type { AvroRoot } from './typescript/types/avro-layout.ts';

/**
 * Types, codecs and tests from Avro schemas alone. A schema that is no named type must come with a name; in other
 * languages than TypeScript only the types in it are written.
 * @throws CodegenError where names clash, a root has none, or a rule for longs names no field
 */
export function generateAvro(
  schemas: readonly (Schema | AvroRoot)[],
  options: GenerateOptions,
): readonly GeneratedFile[] {
  const roots = schemas.map((item): AvroRoot =>
    addWriters('schema' in item ? item : { schema: item }, options.writers),
  );
  const { language } = options;
  if (language !== 'ts') {
    return emitLanguage(
      language,
      roots.map(({ schema }) => schema),
      options,
    );
  }
  const { files, exports } = emitAvro(roots, options);
  return addRuntime([...files, emitIndex(exports, options)], options);
}
