import type { JsonValue } from '@sluice/avro';
import { CodegenError } from './codegen-error.ts';
import type { GenerateOptions } from './generate-options.ts';
import type { GeneratedFile } from './generated-file.ts';
import { startJsonSchemas } from './typescript/json-schema/emit-json-schema.ts';
import type { JsonSchemaRoot } from './typescript/json-schema/json-schema.ts';
import { emitIndex } from './typescript/text/index-file.ts';
import { createFilePaths } from './typescript/types/file-paths.ts';

/**
 * Types from JSON Schemas alone, of draft 4 to 2020-12 and AsyncAPI's superset. References lead into the schema itself
 * or to `#/components/schemas/NAME`, a name of `components`; what is unknown is `unknown`.
 * @throws CodegenError for another language than TypeScript
 */
export function generateJsonSchema(
  schemas: readonly JsonSchemaRoot[],
  options: GenerateOptions,
  components: ReadonlyMap<string, JsonValue> = new Map(),
): readonly GeneratedFile[] {
  const { language } = options;
  if (language !== 'ts') {
    throw new CodegenError([
      { path: '', message: `types of JSON Schemas are written in TypeScript, not in ${language}` },
    ]);
  }
  const types = startJsonSchemas(components, options, createFilePaths());
  for (const schema of schemas) types.place(schema);
  const { files, exports } = types.finish();
  return [...files, emitIndex(exports, options)];
}
