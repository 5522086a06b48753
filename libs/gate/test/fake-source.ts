import { createFormats } from '@sluice/formats';
import type { SchemaFormat, SchemaReference, SchemaType } from '@sluice/formats';
import type { RegisteredSchema, SchemaChange, SchemaSource, SubjectVersion } from '@sluice/serde';

/** A registry in a few lines: what it holds is set by hand, and every question is counted. */
export function createFakeSource() {
  const schemas = new Map<number, RegisteredSchema>();
  const versions: SubjectVersion[] = [];
  const listeners = new Set<(change: SchemaChange) => void>();
  const asked: string[] = [];
  let answering: Promise<void> = Promise.resolve();
  let failure: Error | undefined;

  async function answer<T>(question: string, read: () => T): Promise<T> {
    asked.push(question);
    const value = read();
    await answering;
    if (failure !== undefined) throw failure;
    return value;
  }

  const source: SchemaSource = {
    byId: (id) => answer(`id ${id}`, () => schemas.get(id)),
    byGuid: (guid) => answer(`guid ${guid}`, () => schemas.values().find((schema) => schema.guid === guid)),
    bySubject: (subject) => answer(`subject ${subject}`, () => versions.filter((found) => found.subject === subject)),
    byVersion: (subject, version) =>
      answer(`version ${subject} ${version}`, () => {
        const found = versions.find((candidate) => candidate.subject === subject && candidate.version === version);
        const schema = found && schemas.get(found.id);
        return found && schema && { ...schema, ...found };
      }),
    changes(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  return {
    source,
    asked,
    addSchema(
      id: number,
      schema: string,
      references: readonly SchemaReference[] = [],
      schemaType: SchemaType = 'AVRO',
    ) {
      schemas.set(id, { id, guid: `guid-${id}`, schemaType, schema, references });
    },
    setVersion(version: SubjectVersion) {
      const index = versions.findIndex((old) => old.subject === version.subject && old.version === version.version);
      versions.splice(index < 0 ? versions.length : index, 1, version);
    },
    announce: (subject: string | undefined) => listeners.forEach((listener) => listener({ subject })),
    listenerCount: () => listeners.size,
    fail(error: Error | undefined) {
      failure = error;
    },
    /** Holds every answer, its content already decided, until the returned function is called. */
    hold(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      answering = promise;
      return () => {
        answering = Promise.resolve();
        resolve();
      };
    },
  };
}

/** A format whose schema is `Name:N`: a payload of exactly N bytes. */
const sizeFormat: SchemaFormat<{ size: number }> = {
  type: 'AVRO',
  parse(schema, references = []) {
    const [name, size] = schema.split(':');
    if (size === undefined) throw new Error(`no size in ${schema}`);
    const added = references.reduce((sum, reference) => sum + Number(reference.schema.split(':')[1]), 0);
    return { type: 'AVRO', model: { size: Number(size) + added }, canonical: schema, recordName: name || undefined };
  },
  checkCompatibility: () => [],
  describeIncompatibility: () => '',
  areEquivalent: () => false,
  normalize: (schema) => schema,
  render: () => undefined,
  compileByteValidator:
    ({ model: { size } }) =>
    (_bytes, start, end) => {
      const length = end - start;
      if (length === size) return undefined;
      const facts = { path: 'value', expected: `${size} bytes`, found: `${length} bytes` };
      return length < size
        ? { ...facts, kind: 'malformed', offset: length }
        : { ...facts, kind: 'left-over', offset: size };
    },
};

export const sizeFormats = createFormats([sizeFormat]);

/** The envelope of `id` around `size` zero bytes. */
export function frame(id: number, size: number): Uint8Array {
  const bytes = new Uint8Array(5 + size);
  new DataView(bytes.buffer).setUint32(1, id);
  return bytes;
}
