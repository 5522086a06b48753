import type { SchemaMark } from '../../envelope-header.ts';
import type { RegisteredSchema } from '../../schema-source.ts';
import type { RecordPart, SubjectNameStrategy } from '../../subject-name.ts';
import type { Connection } from '../connection.ts';
import type { RecordHeaders } from '../transport.ts';

/** A key or a value of a topic, and how its schema's id travels. */
export interface PartPlace {
  readonly connection: Connection;
  readonly topic: string;
  readonly part: RecordPart;
  /** TopicNameStrategy when absent. */
  readonly strategy?: SubjectNameStrategy | undefined;
  /** `payload`, the envelope before the bytes, when absent. */
  readonly idLocation?: 'payload' | 'header' | undefined;
  /** Register a schema that its subject does not have; otherwise it must be there. True when absent. */
  readonly autoRegister?: boolean | undefined;
}

/** Writes keys or values of one topic. */
export interface PartWriter<Value> {
  /** @throws SerdeError with findings where the value does not fit */
  write(value: Value): Uint8Array;
  /** Headers that go with every record. */
  readonly headers: RecordHeaders;
}

/** The bytes of a key or a value, and what is known of their schema before they are read. */
export interface ReceivedPart {
  /** Without an envelope. */
  readonly bytes: Uint8Array;
  /** How many bytes of envelope stood before them. */
  readonly offset: number;
  readonly mark: SchemaMark | undefined;
  /** What stands behind the mark in a header: which message of a Protobuf schema they are. */
  readonly rest?: Uint8Array;
  /** The schema behind the mark. */
  readonly schema: RegisteredSchema | undefined;
}

/** Reads keys or values, whatever version of the schema they were written with. */
export interface PartReader<Value> {
  /** @throws SerdeError with findings where the bytes are not of the schema */
  read(part: ReceivedPart): Value | Promise<Value>;
}

/** What the bytes of a message's value or key are. */
export interface PayloadFormat<Value> {
  /** Whether the mark of a schema is taken off before values are read. */
  readonly marked: boolean;
  /** Finds the schema's id, and registers it where it may. */
  openWriter(place: PartPlace): Promise<PartWriter<Value>>;
  openReader(place: PartPlace): PartReader<Value>;
  /**
   * Whether values of a registered schema may be of this message, to tell those of one channel apart. `received` are the
   * bytes of one: schemas may have several messages.
   */
  accepts(schema: RegisteredSchema, received?: ReceivedPart): boolean;
}
