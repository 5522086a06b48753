export { countContent, SECTIONS, sortContent, toContent } from './content.ts';
export type {
  ContentCounts,
  RegistryContent,
  ScopeSettings,
  Section,
  TransferSchema,
  TransferVersion,
} from './content.ts';
export { readContentFile, writeContentFile } from './content-file.ts';
export type { ContentHeader } from './content-file.ts';
export { diffContent } from './diff-content.ts';
export type { Difference } from './diff-content.ts';
export { importContent } from './import-content.ts';
export type { ImportOptions, ImportResult } from './import-content.ts';
export { pushContent } from './push-content.ts';
export type { PushOptions, PushResult } from './push-content.ts';
export { openRemoteContent } from './read-remote.ts';
export type { ReadRemoteOptions, RemoteRegistry } from './read-remote.ts';
export { readSchemasTopic } from './schemas-topic.ts';
export type { SchemasTopic, TopicRecord } from './schemas-topic.ts';
export { TransferError } from './transfer-error.ts';
