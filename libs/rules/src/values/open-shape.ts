import type { RuleRequest } from '@sluice/serde';
import { describeError, RuleError } from '../rule-error.ts';
import { openAvroShape } from './avro-shape.ts';
import { fromCel } from './cel-values.ts';
import { openJsonShape } from './json-shape.ts';
import { openProtobufShape } from './protobuf-shape.ts';
import type { ValueShape } from './value-shape.ts';

/** Reads the schema of a request. */
export function openShape(request: RuleRequest): ValueShape {
  if (request.phase === 'encoding') return BYTES;
  const { schemaType } = request.schema;
  try {
    if (schemaType === 'AVRO') return openAvroShape(request.schema);
    if (schemaType === 'JSON') return openJsonShape(request.schema);
    return openProtobufShape(request.schema, request.message);
  } catch (error) {
    const [rule] = request.rules;
    throw new RuleError('invalid', rule?.name ?? '', `its schema cannot be read: ${describeError(error)}`, {
      cause: error,
    });
  }
}

/** What encoding rules see: bytes, which have no fields. */
const BYTES: ValueShape = {
  toCel: (value) => value,
  fromCel,
  toJson: (value) => value,
  fromJson: (result) => result,
  mapFields: (value) => value,
};
