import type { Formats } from '@sluice/formats';
import type { Settings } from '../settings.ts';
import { completeSchemas } from './complete-content.ts';
import { keyOfSchema, keyOfVersion, schemaKeyOf } from './content.ts';
import type { RegistryContent, ScopeSettings, TransferSchema } from './content.ts';
import { isSame, nameScope, show } from './import-content.ts';

/** One thing in which two registries differ. */
export interface Difference {
  readonly kind: 'context' | 'schema' | 'version' | 'config' | 'mode' | 'association';
  /** `onlyInA` and `onlyInB`: the other has no such thing. */
  readonly change: 'onlyInA' | 'onlyInB' | 'differs';
  /** What it is about, such as `orders version 3`. */
  readonly what: string;
  readonly a?: string;
  readonly b?: string;
}

/**
 * In what two registries differ: schemas by id, versions with their ids and whether they are deleted, configs, modes,
 * associations where both could be asked. Schemas that are the same in different texts, times, and defaults that one
 * spells out and the other does not, are no difference.
 */
export async function diffContent(a: RegistryContent, b: RegistryContent, formats: Formats): Promise<Difference[]> {
  const found: Difference[] = [];
  const listed = ({ contexts, versions }: RegistryContent) => {
    const withSubjects = versions.map(({ subject }) => /^:(\.[^:]*):/.exec(subject)?.[1] ?? '.');
    const names = new Set([...contexts.filter((each) => each.listed).map(({ context }) => context), ...withSubjects]);
    names.delete('.');
    return [...names].map((name) => [name, name] as const);
  };
  compare(found, 'context', new Map(listed(a)), new Map(listed(b)), () => undefined);

  const names = nameSchemas(a, b);
  const schemas = (content: RegistryContent) => new Map(content.schemas.map((each) => [keyOfSchema(each), each]));
  const rewritten = createRewriting(formats);
  const textsOfA = schemas(a);
  const textsOfB = schemas(b);
  const differing = [...textsOfA].filter(([key, schema]) => {
    const other = textsOfB.get(key);
    return other !== undefined && !isSame(describe(schema), describe(other));
  });
  // Texts may differ in spaces and order alone: what both mean is found out only where it matters.
  const [canonicalA, canonicalB] =
    differing.length === 0 ? [textsOfA, textsOfB] : [await rewritten(a, textsOfA), await rewritten(b, textsOfB)];
  compare(found, 'schema', named(canonicalA, names), named(canonicalB, names), (x, y) =>
    isSame(describe(x), describe(y)) ? undefined : describeSchemas(x, y),
  );

  const versions = (content: RegistryContent) =>
    new Map(content.versions.map((row) => [`${row.subject} version ${row.version}`, row]));
  compare(found, 'version', versions(a), versions(b), (x, y) => {
    const text = ({ id, deleted }: typeof x) => `id ${id}${deleted ? ', deleted' : ''}`;
    return text(x) === text(y) ? undefined : [text(x), text(y)];
  });

  for (const part of ['config', 'mode'] as const) {
    compare(found, part, pickSettings(a.settings, part), pickSettings(b.settings, part), (x, y) =>
      isSame(x, y) ? undefined : [show(x), show(y)],
    );
  }

  if (a.associations !== undefined && b.associations !== undefined) {
    const byName = ({ associations = [] }: RegistryContent) =>
      new Map(
        associations.map((each) => [
          `${each.resourceType} ${each.resourceNamespace}/${each.resourceName} ${each.associationType} ${each.subject}`,
          `${each.lifecycle}${each.frozen ? ', frozen' : ''}`,
        ]),
      );
    compare(found, 'association', byName(a), byName(b), (x, y) => (x === y ? undefined : [x, y]));
  }
  return found;
}

function compare<Value>(
  found: Difference[],
  kind: Difference['kind'],
  a: ReadonlyMap<string, Value>,
  b: ReadonlyMap<string, Value>,
  judge: (a: Value, b: Value) => readonly [string, string] | undefined,
): void {
  for (const what of [...new Set([...a.keys(), ...b.keys()])].toSorted()) {
    const [own, other] = [a.get(what), b.get(what)];
    if (own === undefined) found.push({ kind, change: 'onlyInB', what });
    else if (other === undefined) found.push({ kind, change: 'onlyInA', what });
    else {
      const texts = judge(own, other);
      if (texts !== undefined) found.push({ kind, change: 'differs', what, a: texts[0], b: texts[1] });
    }
  }
}

/** A schema's text in the form in which ours keeps it; what cannot be read stays as it is. */
function createRewriting(formats: Formats) {
  return async (content: RegistryContent, schemas: ReadonlyMap<string, TransferSchema>) => {
    // A guid that is right for a text says nothing of whether another text means the same.
    const bare = { ...content, schemas: content.schemas.map((schema) => ({ ...schema, guid: '' })) };
    const { schemas: completed } = await completeSchemas(bare, formats);
    const rewritten = new Map(schemas);
    for (const schema of completed) rewritten.set(keyOfSchema(schema), schema);
    return rewritten;
  };
}

/** What makes two schemas the same. */
function describe({ schemaType, schema, references, metadata, ruleSet }: TransferSchema): object {
  return { schemaType, schema, references, metadata, ruleSet };
}

function describeSchemas(a: TransferSchema, b: TransferSchema): readonly [string, string] {
  for (const part of ['schemaType', 'schema', 'references', 'metadata', 'ruleSet'] as const) {
    if (!isSame(a[part], b[part])) return [`${part} ${show(a[part] ?? 'none')}`, `${part} ${show(b[part] ?? 'none')}`];
  }
  return ['', ''];
}

/** Ids with one of the versions that have them, for people. */
function nameSchemas(...contents: readonly RegistryContent[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const content of contents) {
    for (const row of content.versions.toSorted((x, y) => (keyOfVersion(x) < keyOfVersion(y) ? -1 : 1))) {
      if (!names.has(schemaKeyOf(row))) names.set(schemaKeyOf(row), row.subject);
    }
  }
  return names;
}

function named(
  schemas: ReadonlyMap<string, TransferSchema>,
  names: ReadonlyMap<string, string>,
): ReadonlyMap<string, TransferSchema> {
  const entries = [...schemas].map(([key, schema]) => {
    const subject = names.get(key);
    const context = schema.context === '.' ? '' : ` of context ${schema.context}`;
    return [`id ${schema.id}${context}${subject === undefined ? '' : ` (${subject})`}`, schema] as const;
  });
  return new Map(entries);
}

/** Settings that say no more than what holds anyway are left out. */
function pickSettings<Part extends keyof Settings>(
  settings: readonly ScopeSettings[],
  part: Part,
): ReadonlyMap<string, NonNullable<Settings[Part]>> {
  const found = new Map<string, NonNullable<Settings[Part]>>();
  for (const { scope, settings: all } of settings) {
    const value = all[part];
    if (value !== undefined && !isDefault(scope, value)) found.set(nameScope(scope), value);
  }
  return found;
}

/** What holds where nothing is set. */
export const DEFAULT_SETTINGS: Required<Settings> = { mode: 'READWRITE', config: { compatibilityLevel: 'BACKWARD' } };

function isDefault(scope: string, value: NonNullable<Settings[keyof Settings]>): boolean {
  const isTop = scope === '' || scope === ':.__GLOBAL:';
  return isTop && (isSame(value, DEFAULT_SETTINGS.mode) || isSame(value, DEFAULT_SETTINGS.config));
}
