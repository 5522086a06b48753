import type { Model } from '@sluice/asyncapi';
import { CodegenError } from './codegen-error.ts';
import type { GenerateOptions } from './generate-options.ts';
import type { GeneratedFile } from './generated-file.ts';
import { generateClients } from './typescript/clients/generate-clients.ts';

/**
 * Types, codecs and client classes from a document.
 * @throws CodegenError where a schema is behind an open reference, or two that differ have one name
 */
export function generateModel(model: Model, options: GenerateOptions): readonly GeneratedFile[] {
  if (options.language === 'ts') return generateClients(model, options);
  throw new CodegenError([{ path: 'language', message: `${options.language} has no clients` }]);
}
