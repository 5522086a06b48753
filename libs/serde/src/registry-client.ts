import type { CompatibilityLevel, SchemaReference } from '@sluice/formats';
import { createRequester } from './registry-request.ts';
import type { RequesterOptions } from './registry-request.ts';
import type { SchemaMetadata, SchemaRuleSet } from './schema-source.ts';

/** A schema as clients send it. `schemaType` is AVRO when absent. */
export interface SchemaInput {
  readonly schema: string;
  readonly schemaType?: string;
  readonly references?: readonly SchemaReference[];
  readonly metadata?: SchemaMetadata;
  readonly ruleSet?: SchemaRuleSet;
  /** In mode IMPORT, the id it is to have. */
  readonly id?: number;
  /** The version it is to be. */
  readonly version?: number;
}

/** A schema as the REST API answers with it; what a registry of an older version leaves out is undefined. */
export interface SchemaAnswer {
  readonly id?: number;
  readonly guid?: string;
  readonly subject?: string;
  readonly version?: number;
  readonly schemaType?: string;
  readonly schema?: string;
  readonly references?: readonly SchemaReference[];
  readonly metadata?: SchemaMetadata;
  readonly ruleSet?: SchemaRuleSet;
  readonly deleted?: boolean;
}

export interface CompatibilityAnswer {
  readonly isCompatible: boolean;
  /** Why not, as the registry words it. */
  readonly messages: readonly string[];
}

export interface DeletedOption {
  /** Soft-deleted ones too. */
  readonly deleted?: boolean;
}

export interface PermanentOption {
  /** Hard delete: only what was soft-deleted before. */
  readonly permanent?: boolean;
}

/**
 * The Confluent Schema Registry REST API, method by method. Each throws SchemaSourceError with the registry's status
 * and error code. `find…` methods answer `undefined` where the registry says that there is no such thing.
 */
export interface RegistryClient {
  registerSchema(subject: string, input: SchemaInput, options?: { normalize?: boolean }): Promise<SchemaAnswer>;
  /** The version of `subject` that has this very schema. */
  findSchema(
    subject: string,
    input: SchemaInput,
    options?: DeletedOption & { normalize?: boolean },
  ): Promise<SchemaAnswer | undefined>;
  /** `subject` picks the context, which is the default one when absent. */
  findSchemaById(id: number, options?: { subject?: string | undefined }): Promise<SchemaAnswer | undefined>;
  findSchemaByGuid(guid: string): Promise<SchemaAnswer | undefined>;
  findVersion(subject: string, version: number | 'latest', options?: DeletedOption): Promise<SchemaAnswer | undefined>;
  /** The latest version of `subject` whose metadata has all these properties. */
  findLatestWithMetadata(
    subject: string,
    properties: Readonly<Record<string, string>>,
    options?: DeletedOption,
  ): Promise<SchemaAnswer | undefined>;
  /** Empty when there is no such subject. */
  listVersions(subject: string, options?: DeletedOption): Promise<readonly number[]>;
  listSubjects(options?: DeletedOption): Promise<readonly string[]>;
  /** The ids under which a guid's schema is known, one for each context. */
  listIdsOfGuid(guid: string): Promise<readonly { context: string; id: number }[]>;
  deleteSubject(subject: string, options?: PermanentOption): Promise<readonly number[]>;
  deleteVersion(subject: string, version: number | 'latest', options?: PermanentOption): Promise<number>;
  /** Against one version, or, when `version` is absent, against as many as the subject's level demands. */
  checkCompatibility(subject: string, input: SchemaInput, version?: number | 'latest'): Promise<CompatibilityAnswer>;
  /** The level in force: the subject's own, or the global one. */
  readCompatibility(subject?: string): Promise<CompatibilityLevel>;
  updateCompatibility(level: CompatibilityLevel, subject?: string): Promise<void>;
  deleteCompatibility(subject?: string): Promise<void>;
  readMode(subject?: string): Promise<string>;
  updateMode(mode: string, subject?: string): Promise<void>;
  listTypes(): Promise<readonly string[]>;
  listContexts(): Promise<readonly string[]>;
}

export type RegistryClientOptions = RequesterOptions;

/** Makes a client of a registry over HTTP. */
export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { request, find } = createRequester(options);

  return {
    registerSchema: (subject, input, { normalize } = {}) =>
      request('POST', path`/subjects/${subject}/versions`, { query: { normalize }, body: input }),
    findSchema: (subject, input, { normalize, deleted } = {}) =>
      find('POST', path`/subjects/${subject}`, { query: { normalize, deleted }, body: input }),
    findSchemaById: (id, { subject } = {}) => find('GET', path`/schemas/ids/${id}`, { query: { subject } }),
    findSchemaByGuid: (guid) => find('GET', path`/schemas/guids/${guid}`),
    findVersion: (subject, version, { deleted } = {}) =>
      find('GET', path`/subjects/${subject}/versions/${version}`, { query: { deleted } }),
    findLatestWithMetadata(subject, properties, { deleted } = {}) {
      const pairs = Object.entries(properties).map(
        ([key, value]) => `key=${encodeURIComponent(key)}&value=${encodeURIComponent(value)}`,
      );
      const query = [...pairs, ...(deleted === true ? ['deleted=true'] : [])].join('&');
      return find('GET', `${path`/subjects/${subject}/metadata`}?${query}`);
    },
    listVersions: async (subject, { deleted } = {}) =>
      (await find<number[]>('GET', path`/subjects/${subject}/versions`, { query: { deleted } })) ?? [],
    listSubjects: ({ deleted } = {}) => request('GET', '/subjects', { query: { deleted } }),
    listIdsOfGuid: async (guid) => (await find('GET', path`/schemas/guids/${guid}/ids`)) ?? [],
    deleteSubject: (subject, { permanent } = {}) =>
      request('DELETE', path`/subjects/${subject}`, { query: { permanent } }),
    deleteVersion: (subject, version, { permanent } = {}) =>
      request('DELETE', path`/subjects/${subject}/versions/${version}`, { query: { permanent } }),
    async checkCompatibility(subject, input, version) {
      const versions = path`/compatibility/subjects/${subject}/versions`;
      const target = version === undefined ? versions : versions + path`/${version}`;
      const options = { query: { verbose: true }, body: input };
      const answer = await request<CompatibilityBody>('POST', target, options);
      return { isCompatible: answer.is_compatible, messages: answer.messages ?? [] };
    },
    async readCompatibility(subject) {
      const query = { defaultToGlobal: subject === undefined ? undefined : true };
      const answer = await request<{ compatibilityLevel: CompatibilityLevel }>('GET', scoped('/config', subject), {
        query,
      });
      return answer.compatibilityLevel;
    },
    async updateCompatibility(level, subject) {
      await request('PUT', scoped('/config', subject), { body: { compatibility: level } });
    },
    async deleteCompatibility(subject) {
      await request('DELETE', scoped('/config', subject));
    },
    async readMode(subject) {
      const query = { defaultToGlobal: subject === undefined ? undefined : true };
      const answer = await request<{ mode: string }>('GET', scoped('/mode', subject), { query });
      return answer.mode;
    },
    async updateMode(mode, subject) {
      await request('PUT', scoped('/mode', subject), { body: { mode } });
    },
    listTypes: () => request('GET', '/schemas/types'),
    listContexts: () => request('GET', '/contexts'),
  };
}

interface CompatibilityBody {
  readonly is_compatible: boolean;
  readonly messages?: readonly string[];
}

function scoped(resource: string, subject: string | undefined): string {
  return subject === undefined ? resource : resource + path`/${subject}`;
}

/** A path whose variable parts may hold anything. */
function path(texts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return texts.reduce((before, text, index) => before + encodeURIComponent(String(values[index - 1] ?? '')) + text);
}
