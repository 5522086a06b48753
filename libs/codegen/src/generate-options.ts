import type { Schema, LogicalTypes, LongForm, LongRules } from '@sluice/avro';
import type { ProtobufFile } from './typescript/protobuf/protobuf-root.ts';
import type { StandaloneRuntime } from './standalone/write-runtime.ts';

export type Language = 'ts' | 'python' | 'go';

export interface GenerateOptions {
  readonly language: Language;
  /** The Kafka client of generated classes, in TypeScript: `platformatic` when absent. */
  readonly client?: 'platformatic' | 'kafkajs' | 'confluent';
  /** What relative imports of TypeScript end with: `ts` when absent. */
  readonly importExtension?: 'ts' | 'js' | 'none';
  /** How longs show, in types and in codecs: `number` when absent. */
  readonly long?: LongForm | LongRules;
  /**
   * How logical types show: `none` (the default) as their base types, `text` as exact text, `date` as text but for what
   * a Date holds; or as a set of one's own says.
   */
  readonly logicalTypes?: 'none' | 'text' | 'date' | OwnLogicalTypes;
  /** Older schemas that records may have been written with: a schema of their name gets a resolver for each. */
  readonly writers?: readonly AvroWriter[];
  /** The .proto files that Protobuf payloads import, by the names that imports have. Protobuf's own need not be here. */
  readonly protobufFiles?: readonly ProtobufFile[];
  /** Of TypeScript: writes the run-time beside what is generated, which then imports no package but the client. */
  readonly standalone?: StandaloneRuntime;
  /** The command that the first line of each file names, such as `sluice generate --in asyncapi/thingam.yaml --out src/gen`. */
  readonly header: string;
}

export interface AvroWriter {
  /** Which of the older schemas it is, such as `v2`: a part of its resolver's name. */
  readonly name: string;
  readonly schema: Schema;
}

/** Logical types of the user's own. */
export interface OwnLogicalTypes {
  /** The set: what codecs are printed for. */
  readonly types: LogicalTypes;
  /** Whence generated modules import it. A relative `from` is as seen from the folder of the output. */
  readonly import: { readonly name: string; readonly from: string };
  /** How values show in types, by the name of the logical type, such as `{ date: 'Date' }`: `unknown` when absent. */
  readonly shown?: Readonly<Record<string, string>>;
}
