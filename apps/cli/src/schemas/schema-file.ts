import type { SchemaType } from '@sluice/formats';

/** A file of a folder of schemas, under one subject. */
export interface SchemaFile {
  /** As messages show it. */
  readonly path: string;
  /** From the folder of schemas, with `/`. */
  readonly name: string;
  readonly subject: string;
  readonly type: SchemaType;
  readonly text: string;
  readonly references: readonly FileReference[];
}

/** What a schema refers to by `name`: another file, or a subject that only the registry knows. */
export interface FileReference {
  readonly name: string;
  readonly subject: string;
  /** Of the subject; absent for what the file of this subject is or becomes, or else the latest. */
  readonly version?: number;
}
