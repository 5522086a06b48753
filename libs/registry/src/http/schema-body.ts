import { registryError } from '../registry-error.ts';
import type { Registration } from '../rules/registration.ts';
import { readSubjectName } from '../subject.ts';
import type { Shape, ShapeValue } from './request-shape.ts';

/** The body of a registration, a look-up and a compatibility check. */
export const SCHEMA_BODY = {
  schema: 'string',
  schemaType: 'string',
  references: [{ name: 'string', subject: 'string', version: 'integer' }],
  id: 'integer',
  version: 'integer',
} as const satisfies Shape;

/** What a registry answers to a request without a body where one with a schema belongs. */
export const missingSchema = () => registryError('INVALID_SCHEMA', 'Empty schema');

/** Throws INVALID_SCHEMA for a reference that does not say to what. Ids below 0 and versions below 1 mean none. */
export function readSchemaBody(body: ShapeValue<typeof SCHEMA_BODY>): Registration {
  const { schema = '', schemaType = 'AVRO', references = [], id, version } = body;
  return {
    schema,
    schemaType,
    references: references.map(({ name, subject, version: of }) => {
      if (name !== undefined && subject !== undefined && of !== undefined) {
        return { name, subject: readSubjectName(subject), version: of };
      }
      throw registryError('INVALID_SCHEMA', 'A schema reference needs a name, a subject and a version');
    }),
    ...(id !== undefined && id >= 0 && { id }),
    ...(version !== undefined && version >= 1 && { version }),
  };
}
