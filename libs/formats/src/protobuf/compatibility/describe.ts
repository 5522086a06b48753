import type { CompatibilityFinding, CompatibilityDetails } from '../../schema-format.ts';
import type { Difference, DifferenceType } from './difference.ts';

type Describe = (path: string, reader: string, writer: string) => string;

/** Confluent's sentence for each incompatible difference; the update is the reader's schema. */
const DESCRIPTIONS: Readonly<Partial<Record<DifferenceType, Describe>>> = {
  PACKAGE_CHANGED: (path, reader, writer) =>
    `The package at '${path}' in the ${reader} schema does not match the package in the ${writer} schema`,
  MESSAGE_REMOVED: (path, reader, writer) =>
    `The ${reader} schema is missing a MESSAGE type at path '${path}' in the ${writer} schema`,
  FIELD_KIND_CHANGED: (path, reader, writer) =>
    `The type of a field at path '${path}' in the ${reader} schema does not match the ${writer} schema`,
  FIELD_SCALAR_KIND_CHANGED: (path, reader, writer) =>
    `The kind of a SCALAR field at path '${path}' in the ${reader} schema does not match its kind in the ${writer} schema`,
  FIELD_NAMED_TYPE_CHANGED: (path, reader, writer) =>
    `The type of a MESSAGE field at path '${path}' in the ${reader} schema does not match its type in the ${writer} schema`,
  FIELD_NUMERIC_LABEL_CHANGED: (path, reader, writer) =>
    `The label for a NUMERIC field at path '${path}' in the ${reader} schema does not match its label in the ${writer} schema`,
  REQUIRED_FIELD_ADDED: (path, reader, writer) =>
    `A required field  at path '${path}' in the ${reader} schema is missing in the ${writer} schema`,
  REQUIRED_FIELD_REMOVED: (path, reader, writer) =>
    `The ${reader} schema is missing a required field at path: '${path}' in the ${writer} schema`,
  ONEOF_FIELD_REMOVED: (path, reader, writer) =>
    `The ${reader} schema is missing a oneof field at path '${path}' in the ${writer} schema`,
  MULTIPLE_FIELDS_MOVED_TO_ONEOF: (path, reader, writer) =>
    `Multiple fields in the oneof at path '${path}' in the ${reader} schema are outside a oneof in the ${writer} schema`,
  FIELD_MOVED_TO_EXISTING_ONEOF: (path, reader, writer) =>
    `A field in the oneof at path '${path}' in the ${reader} schema is outside an existing oneof in the ${writer} schema`,
};

/** A finding in the form that Confluent's registry answers with. */
export function describeIncompatibility(
  { type, path, message }: CompatibilityFinding,
  reader: string,
  writer: string,
): string {
  const describe: Describe | undefined = Object.hasOwn(DESCRIPTIONS, type)
    ? DESCRIPTIONS[type as DifferenceType]
    : undefined;
  return `{errorType:"${type}", description:"${describe?.(path, reader, writer) ?? message}"}`;
}

/** What to change, where the reader's schema is the one that may change, and where the writer's is. */
const FIXES: Readonly<
  Partial<Record<DifferenceType, (change: Difference, name: string) => CompatibilityDetails['fix']>>
> = {
  PACKAGE_CHANGED: ({ original, update }) => ({
    reader: `keep package ${original}`,
    writer: `keep package ${update}`,
  }),
  MESSAGE_REMOVED: (_, name) => ({
    reader: `keep message ${name}, even if nothing uses it`,
    writer: `add message ${name} to the other schema first`,
  }),
  FIELD_KIND_CHANGED: fixOfType,
  FIELD_SCALAR_KIND_CHANGED: fixOfType,
  FIELD_NAMED_TYPE_CHANGED: fixOfType,
  FIELD_NUMERIC_LABEL_CHANGED: fixOfType,
  REQUIRED_FIELD_ADDED: (_, name) => ({
    reader: `make field ${name} optional`,
    writer: `write field ${name} always, as the other schema requires`,
  }),
  REQUIRED_FIELD_REMOVED: (_, name) => ({
    reader: `keep field ${name} required`,
    writer: `make field ${name} optional before it goes`,
  }),
  ONEOF_FIELD_REMOVED: (_, name) => ({
    reader: `keep field ${name} in its oneof`,
    writer: `do not add field ${name} to the oneof before readers know it`,
  }),
  MULTIPLE_FIELDS_MOVED_TO_ONEOF: fixOfOneof,
  FIELD_MOVED_TO_EXISTING_ONEOF: fixOfOneof,
};

/** A difference that stands in the way of reading, as a finding of the registry. */
export function toFinding(change: Difference): CompatibilityFinding {
  const { type, path, names, original, update } = change;
  const name = names.join('.');
  const fix = FIXES[type]?.(change, name) ?? { reader: 'undo the change', writer: 'undo the change' };
  const message = describe(change, name);
  return {
    type,
    path,
    message,
    details: {
      valuePath: name,
      reader: { kind: update ?? 'nothing' },
      writer: { kind: original ?? 'nothing' },
      fix,
    },
  };
}

function describe({ type, original, update }: Difference, name: string): string {
  const what = name === '' ? 'the package' : name;
  if (original !== undefined && update !== undefined) return `${what} changes from ${original} to ${update}`;
  if (type === 'MESSAGE_REMOVED') return `message ${what} is removed`;
  if (update !== undefined) return `required field ${what} is added`;
  if (original !== undefined) return `field ${what} is removed`;
  return `fields that could be set together exclude each other in oneof ${what}`;
}

function fixOfType({ original, update }: Difference, name: string): CompatibilityDetails['fix'] {
  return {
    reader: `keep ${original} for ${name}, or give the new field another number and reserve the old one`,
    writer: `keep ${update} for ${name}, or give the new field another number and reserve the old one`,
  };
}

function fixOfOneof(_: Difference, name: string): CompatibilityDetails['fix'] {
  return {
    reader: `leave the fields outside oneof ${name}, or add new fields for it`,
    writer: `put the fields into oneof ${name} first`,
  };
}
