import type { JsonValue } from '@sluice/avro';
import type { Model, Operation } from '../model/model.ts';
import type { SchemaUse } from '../model/schema-use.ts';

/** Languages of the snippets, in the order in which they stand. */
export type SnippetLanguage = 'typescript' | 'python' | 'go' | 'java' | 'console';

export interface DocsOptions {
  /** What the registry has of the document's schemas, with its history; or what files keep of it. */
  readonly subjects?: readonly SubjectHistory[];
  /**
   * Whether an example fits a schema that is not Avro: what is wrong with it, nothing where it fits, `undefined` where
   * nobody can say. Avro examples are checked without.
   */
  readonly checkExample?: (use: SchemaUse, value: JsonValue) => readonly ExampleFinding[] | undefined;
  /** All when absent. Each costs about a kilobyte for each operation. */
  readonly languages?: readonly SnippetLanguage[];
  /**
   * The code of one operation on Kafka in one language, in place of ours where it answers; `null` where there is to be
   * none.
   */
  readonly writeSnippet?: (
    language: SnippetLanguage,
    operation: Operation,
    facts: SnippetFacts,
    model: Model,
  ) => string | null | undefined;
}

/** What code of an operation is to show. */
export interface SnippetFacts {
  readonly topic: string;
  readonly brokers: string;
  readonly registry: string | undefined;
  /** The consumer group. */
  readonly group: string;
  /** A value of a schema, in JSON, that is made of it. */
  readonly sample: (use: SchemaUse) => JsonValue | undefined;
}

export interface HtmlOptions extends DocsOptions {
  /** BCP 47, of the document's texts; `en` when absent. Ours are English. */
  readonly language?: string;
  /**
   * `hash` (the default): the page has a Content-Security-Policy of its own, which allows its style and its script and
   * nothing else. A nonce: the same by nonce. `none`: no policy in the page, for servers that send one.
   */
  readonly policy?: 'hash' | 'none' | { readonly nonce: string };
  /** Where else the page leads, beside its title: other forms of it, other documents. Paths or addresses. */
  readonly links?: readonly { readonly title: string; readonly to: string }[];
}

export interface ExampleFinding {
  /** Where in the example: `readings[0].value`, or '' for all of it. */
  readonly path: string;
  readonly message: string;
}

export interface SubjectHistory {
  /** The registry's name for it, or the file of the schema whose versions are files too. */
  readonly subject: string;
  /** The compatibility level that applies, such as `BACKWARD`. */
  readonly compatibility?: string;
  /** Oldest first. */
  readonly versions: readonly SubjectVersion[];
}

export interface SubjectVersion {
  readonly version: number;
  /** Where a registry has it. */
  readonly id?: number;
  /** Where it is a file. */
  readonly file?: string;
  /** `AVRO` when absent. */
  readonly schemaType?: 'AVRO' | 'JSON' | 'PROTOBUF';
  /** As the registry gives it: JSON text, or Protobuf source. */
  readonly schema: string;
  /** Texts of Avro schemas whose types it names; each may name those before it. */
  readonly references?: readonly string[];
  /** What is to be said of this version beside what its schema shows, such as why a change was refused. */
  readonly findings?: readonly { readonly severity: 'error' | 'warning'; readonly message: string }[];
}
