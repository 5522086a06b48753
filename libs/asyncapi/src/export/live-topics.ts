import type { RegistrySchema } from '../model/registry-schema.ts';

/** A topic as a cluster describes it. */
export interface LiveTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
  /** Configurations that were set for the topic, as Kafka gives them. */
  readonly configs: Readonly<Record<string, string>>;
  /** Subjects of its values; `NAME-value` unless given. Those that are not among the subjects are left out. */
  readonly subjects?: readonly string[];
  /** `NAME-key` unless given. */
  readonly keySubject?: string;
}

export interface LiveServer {
  /** `server` unless given. */
  readonly id?: string;
  readonly host: string;
  /** `kafka` unless given, or `kafka-secure`. */
  readonly protocol?: string;
  /** How clients say who they are: one of these; `bearer` is a token. */
  readonly security?: readonly ('plain' | 'scramSha256' | 'scramSha512' | 'X509' | 'bearer')[];
  readonly registryUrl?: string;
}

export interface ExportSource {
  readonly topics: readonly LiveTopic[];
  /** The newest version of each. */
  readonly subjects: readonly RegistrySchema[];
  readonly title?: string;
  readonly version?: string;
  readonly server?: LiveServer;
  /** What the document's application does with every topic; both unless given. */
  readonly actions?: readonly ('send' | 'receive')[];
}
