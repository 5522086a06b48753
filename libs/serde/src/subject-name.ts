import { SerdeError } from './serde-error.ts';

/** Which part of a Kafka record a schema describes. */
export type RecordPart = 'key' | 'value';

export type SubjectNameStrategy = 'TopicNameStrategy' | 'RecordNameStrategy' | 'TopicRecordNameStrategy';

interface StrategyDefinition {
  readonly needsRecordName: boolean;
  readonly subject: (topic: string, part: RecordPart, recordName: string) => string;
}

/** How the subject of a record's schema is found from the topic and the schema's own name. */
export const SUBJECT_NAME_STRATEGIES: Readonly<Record<SubjectNameStrategy, StrategyDefinition>> = {
  TopicNameStrategy: {
    needsRecordName: false,
    subject: (topic, part) => `${topic}-${part}`,
  },
  RecordNameStrategy: {
    needsRecordName: true,
    subject: (_topic, _part, recordName) => recordName,
  },
  TopicRecordNameStrategy: {
    needsRecordName: true,
    subject: (topic, _part, recordName) => `${topic}-${recordName}`,
  },
};

const STRATEGY_NAMES = Object.keys(SUBJECT_NAME_STRATEGIES) as SubjectNameStrategy[];

/** Of the Java classes that Confluent's clients and topic configs name. */
const JAVA_PACKAGE = 'io.confluent.kafka.serializers.subject';

/** The strategy a user named, by our name or by Confluent's class name; `undefined` when there is none such. */
export function findSubjectNameStrategy(name: string): SubjectNameStrategy | undefined {
  return STRATEGY_NAMES.find((strategy) => strategy === name || `${JAVA_PACKAGE}.${strategy}` === name);
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
