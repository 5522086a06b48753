import { AvroError } from '../avro-error.ts';
import type { CodecOptions } from '../codec-options.ts';
import type { RecordField, Schema } from '../schema/schema.ts';
import { visitSchemas } from '../schema/visit.ts';
import { startDefaultValues } from './default-values.ts';
import { readForms } from './value-forms.ts';

/**
 * The fields that an encoder fills in where a value lacks them: those whose default can be made into a value. A default
 * that Java's parser lets through and no decoder can give, such as a long beyond 2^53 as a number, fills nothing.
 * @throws AvroError where the options would not compile with the schema
 */
export function findFilledFields(schema: Schema, options: Omit<CodecOptions, 'engine'> = {}): ReadonlySet<RecordField> {
  const defaults = startDefaultValues(readForms(options, schema));
  const filled = new Set<RecordField>();
  visitSchemas([schema], (part) => {
    if (part.type !== 'record') return;
    for (const field of part.fields) {
      if (field.default !== undefined && !(defaults.of(part, field) instanceof AvroError)) filled.add(field);
    }
  });
  return filled;
}
