import type { CompatibilityFinding } from '../schema-format.ts';

type Describe = (finding: CompatibilityFinding, reader: string, writer: string) => string;

/** Confluent's sentence for each of Avro's incompatibility types. */
const DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  NAME_MISMATCH: ({ path }) => `The name of the schema has changed (path '${path}')`,
  TYPE_MISMATCH: ({ path }, reader, writer) =>
    `The type (path '${path}') of a field in the ${reader} schema does not match with the ${writer} schema`,
  FIXED_SIZE_MISMATCH: ({ path }, reader, writer) =>
    `The size of FIXED type field at path '${path}' in the ${reader} schema does not match with the ${writer} schema`,
  MISSING_ENUM_SYMBOLS: ({ path, message }, reader, writer) =>
    `The ${reader} schema is missing enum symbols '${message}' at path '${path}' in the ${writer} schema`,
  MISSING_UNION_BRANCH: ({ path }, reader, writer) =>
    `The ${reader} schema is missing a type inside a union field at path '${path}' in the ${writer} schema`,
  READER_FIELD_MISSING_DEFAULT_VALUE: ({ path, message }, reader, writer) =>
    `The field '${message}' at path '${path}' in the ${reader} schema has no default value ` +
    `and is missing in the ${writer} schema`,
};

/** An Avro finding in the form that Confluent's registry answers with, which people and scripts search for. */
export function describeIncompatibility(finding: CompatibilityFinding, reader: string, writer: string): string {
  const description = DESCRIPTIONS[finding.type]?.(finding, reader, writer) ?? finding.message;
  return `{errorType:'${finding.type}', description:'${description}', additionalInfo:'${finding.message}'}`;
}
