import { AvroError, compileCodec, compileJsonCodec } from '@sluice/avro';
import type { JsonValue, Schema } from '@sluice/avro';
import { writeJson } from '../typescript/clients/collect-payloads.ts';
import { sampleValues } from '../typescript/codec/sample-values.ts';
import { readAvroForms } from '../typescript/types/avro-forms.ts';

/**
 * A value as generated codecs take it, of what a document shows: in Avro's JSON encoding, or as it stands; a value of
 * the schema where it is neither.
 */
export function toAvroValue(schema: Schema, json: JsonValue | undefined): unknown {
  const codec = compileCodec(schema);
  // The encoding first: values may have its tags too, and are nicer without them.
  for (const read of [
    () => compileJsonCodec(schema).fromAvroJson(json === undefined ? '' : writeJson(json)),
    () => json,
  ]) {
    try {
      const value: unknown = read();
      if (value === undefined) continue;
      codec.encode(value);
      return value;
    } catch (error) {
      if (!(error instanceof AvroError || error instanceof TypeError)) throw error;
    }
  }
  return sampleValues(schema, readAvroForms([schema], { language: 'ts', header: '' }, '')).at(-1);
}
