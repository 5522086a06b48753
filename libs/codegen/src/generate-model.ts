import type { Model } from '@sluice/asyncapi';
import { collectAvroSchemas, emitLanguage } from './emit-language.ts';
import type { GenerateOptions } from './generate-options.ts';
import type { GeneratedFile } from './generated-file.ts';
import { generateClients } from './typescript/clients/generate-clients.ts';

/**
 * Types, codecs and client classes from a document; in other languages than TypeScript models and serdes of its Avro
 * payloads and keys.
 * @throws CodegenError where a schema is behind an open reference, or two that differ have one name
 */
export function generateModel(model: Model, options: GenerateOptions): readonly GeneratedFile[] {
  if (options.language === 'ts') return generateClients(model, options);
  return emitLanguage(options.language, collectAvroSchemas(model), options);
}
