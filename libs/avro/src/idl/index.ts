export { readIdl } from './read-idl.ts';
export type { IdlDocument, IdlMessage, IdlProtocol, ReadIdlOptions } from './read-idl.ts';
export type { ReadImport } from './load-files.ts';
export type { ImportKind } from './read-file.ts';
