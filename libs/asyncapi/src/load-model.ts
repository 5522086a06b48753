import { AvroError, parseSchema } from '@sluice/avro';
import type { Schema } from '@sluice/avro';
import { AsyncApiError, throwErrors } from './asyncapi-error.ts';
import type { Finding } from './asyncapi-error.ts';
import { buildModel } from './build/build-model.ts';
import type { Model } from './model/model.ts';
import type { SchemaUse } from './model/schema-use.ts';
import { loadDocument } from './source/load-document.ts';
import type { DocumentSource, SourceDocument } from './source/load-document.ts';
import { locate } from './source/locate.ts';

/**
 * Reads an AsyncAPI document, 2.0 to 2.6 or 3.0 to 3.1, with the files it refers to.
 * @throws AsyncApiError with all findings, where one of them is an error
 */
export async function loadModel(source: DocumentSource): Promise<Model> {
  const { model, findings } = buildModel(await loadDocument(source));
  throwErrors(findings);
  if (model === undefined) throw new AsyncApiError(`${source.path} has no model`, findings);
  return model;
}

/** What is wrong with a document: errors keep a model from being built, warnings do not. Never throws for its content. */
export async function checkDocument(source: DocumentSource): Promise<readonly Finding[]> {
  return buildModel(await loadDocument(source)).findings;
}

const parsed = new WeakMap<SchemaUse, Schema>();

/**
 * The Avro schema of a use whose `format` is `avro`, parsed once. With the document that it comes from, errors have the
 * place of the fault; without, that of the whole schema.
 * @throws AsyncApiError where it is not Avro, is behind an open reference, or is not a schema; findings have its place
 */
export function parseAvro(use: SchemaUse, document?: SourceDocument): Schema {
  const known = parsed.get(use);
  if (known !== undefined) return known;
  const { place } = use;
  if (use.format !== 'avro')
    throw new AsyncApiError(`${place.file}:${place.line}: the schema is ${use.format}, not Avro`);
  if (use.openRef !== undefined) {
    throw new AsyncApiError(`${place.file}:${place.line}: ${use.openRef} has to be resolved before it can be parsed`);
  }
  try {
    // A name on its own is a schema; as text it would be JSON.
    const schema = parseSchema(typeof use.schema === 'string' ? JSON.stringify(use.schema) : use.schema);
    parsed.set(use, schema);
    return schema;
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    const findings = error.findings.flatMap((finding): Finding[] => {
      if (!('pointer' in finding)) return [];
      const pointer = place.pointer + finding.pointer;
      const exact = document && locate(document, place.file, pointer);
      return [{ rule: 'value', severity: 'error', ...(exact ?? place), pointer, message: finding.message }];
    });
    const { file, line, column } = findings[0] ?? place;
    throw new AsyncApiError(`${file}:${line}:${column}: ${error.message}`, findings, { cause: error });
  }
}
