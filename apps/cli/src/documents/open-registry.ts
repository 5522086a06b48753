import { createHttpSource, createRegistryClient, parseRegistryUrl, resolveReferences } from '@sluice/serde';
import type { RegisteredSchema, RegistryClient, SchemaSource, SubjectVersion } from '@sluice/serde';
import type { ResolveRegistry, RegistrySchema } from '@sluice/asyncapi/lint';
import { InputError } from './input-error.ts';

/** A registry that documents and generated code are made from. */
export interface Registry {
  /** Without credentials. */
  readonly url: string;
  readonly client: RegistryClient;
  readonly source: SchemaSource;
  /** A version of a subject with all that it refers to; `undefined` where there is none. */
  find(subject: string, version: number | 'latest'): Promise<RegistrySchema | undefined>;
  /** Looks up `registry:SUBJECT`, `registry:SUBJECT/3` or `registry:SUBJECT/versions/3`. */
  readonly resolve: ResolveRegistry;
}

export interface RegistryAccess {
  /** Presented as a bearer token where the URL has no credentials. */
  readonly token?: string | undefined;
  /** How it is asked, where that is not over the network. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Credentials in the URL become basic authentication. */
export function openRegistry(registryUrl: string, { token, fetch }: RegistryAccess = {}): Registry {
  const address = parseRegistryUrl(registryUrl, token);
  const client = createRegistryClient({ ...address, ...(fetch === undefined ? {} : { fetch }) });
  const source = createHttpSource(client);

  const find: Registry['find'] = async (subject, version) => {
    const found = await source.byVersion(subject, version);
    return found === undefined ? undefined : withReferences(source, found);
  };
  return {
    url: address.url.replace(/\/$/u, ''),
    client,
    source,
    find,
    resolve(ref) {
      const parts = parseRegistryRef(ref);
      return parts === undefined ? Promise.resolve(undefined) : find(parts.subject, parts.version);
    },
  };
}

/** The newest version of each of these subjects. */
export async function findLatest(registry: Registry, subjects: readonly string[]): Promise<readonly RegistrySchema[]> {
  const found: RegistrySchema[] = [];
  for (const subject of subjects) {
    const schema = await registry.find(subject, 'latest');
    if (schema === undefined) throw new InputError([`${registry.url} has no subject ${subject}`]);
    found.push(schema);
  }
  return found;
}

async function withReferences(
  source: SchemaSource,
  { subject, version, id, schemaType, schema, references }: RegisteredSchema & SubjectVersion,
): Promise<RegistrySchema> {
  return { subject, version, id, schemaType, schema, references: await resolveReferences(source, references) };
}

/** `undefined` where it is no such reference, such as one over HTTP. */
function parseRegistryRef(ref: string): { readonly subject: string; readonly version: number | 'latest' } | undefined {
  const match = /^registry:(?:\/\/)?(.+?)(?:(?:\/versions)?\/(\d+|latest))?(?:#.*)?$/iu.exec(ref);
  if (match === null) return undefined;
  const [, subject = '', version = 'latest'] = match;
  return { subject: decode(subject), version: version === 'latest' ? version : Number(version) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
