import { SerdeError } from './serde-error.ts';

/** Which part of a Kafka record a schema describes. */
export type RecordPart = 'key' | 'value';

interface StrategyDefinition {
  /** The Java class that Confluent's clients and topic configs name. */
  readonly className: string;
  readonly needsRecordName: boolean;
  readonly subject: (topic: string, part: RecordPart, recordName: string) => string;
}

/** How the subject of a record's schema is found from the topic and the schema's own name. */
export const SUBJECT_NAME_STRATEGIES = {
  TopicNameStrategy: {
    className: 'io.confluent.kafka.serializers.subject.TopicNameStrategy',
    needsRecordName: false,
    subject: (topic, part) => `${topic}-${part}`,
  },
  RecordNameStrategy: {
    className: 'io.confluent.kafka.serializers.subject.RecordNameStrategy',
    needsRecordName: true,
    subject: (_topic, _part, recordName) => recordName,
  },
  TopicRecordNameStrategy: {
    className: 'io.confluent.kafka.serializers.subject.TopicRecordNameStrategy',
    needsRecordName: true,
    subject: (topic, _part, recordName) => `${topic}-${recordName}`,
  },
} as const satisfies Record<string, StrategyDefinition>;

export type SubjectNameStrategy = keyof typeof SUBJECT_NAME_STRATEGIES;

const STRATEGY_NAMES = Object.keys(SUBJECT_NAME_STRATEGIES) as SubjectNameStrategy[];

/** The strategy a user named, by our name or by Confluent's class name; `undefined` when there is none such. */
export function findSubjectNameStrategy(name: string): SubjectNameStrategy | undefined {
  return STRATEGY_NAMES.find((strategy) => strategy === name || SUBJECT_NAME_STRATEGIES[strategy].className === name);
}

/** The subject under which the schema of a topic's key or value is registered. `recordName` is the schema's full name. */
export function subjectName(
  strategy: SubjectNameStrategy,
  topic: string,
  part: RecordPart,
  recordName: string | undefined,
): string {
  const { needsRecordName, subject } = SUBJECT_NAME_STRATEGIES[strategy];
  if (needsRecordName && recordName === undefined) {
    const message = `${strategy} needs a schema with a name, and the ${part} schema of topic ${topic} has none`;
    throw new SerdeError('no-record-name', message);
  }
  return subject(topic, part, recordName ?? '');
}
