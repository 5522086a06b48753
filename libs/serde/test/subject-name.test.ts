import { describe, expect, it } from 'vitest';
import { findSubjectNameStrategy, SerdeError, subjectName } from '../src/index.ts';

describe('subjectName', () => {
  it.each([
    { strategy: 'TopicNameStrategy', part: 'value', name: undefined, subject: 'factory7-value' },
    { strategy: 'TopicNameStrategy', part: 'key', name: 'a.B', subject: 'factory7-key' },
    { strategy: 'RecordNameStrategy', part: 'value', name: 'a.B', subject: 'a.B' },
    { strategy: 'TopicRecordNameStrategy', part: 'key', name: 'a.B', subject: 'factory7-a.B' },
  ] as const)('by $strategy is $subject for a $part', ({ strategy, part, name, subject }) => {
    expect(subjectName(strategy, 'factory7', part, name)).toBe(subject);
  });

  it('says so when a strategy needs a name that the schema has not', () => {
    const ask = () => subjectName('RecordNameStrategy', 'factory7', 'value', undefined);
    expect(ask).toThrow(SerdeError);
    expect(ask).toThrow(/RecordNameStrategy needs a schema with a name.*topic factory7/);
  });
});

describe('findSubjectNameStrategy', () => {
  it.each([
    ['TopicNameStrategy', 'TopicNameStrategy'],
    ['io.confluent.kafka.serializers.subject.RecordNameStrategy', 'RecordNameStrategy'],
    ['io.confluent.kafka.serializers.subject.TopicRecordNameStrategy', 'TopicRecordNameStrategy'],
    ['com.example.OwnStrategy', undefined],
    ['toString', undefined],
  ])('knows %s as %s', (name, strategy) => {
    expect(findSubjectNameStrategy(name)).toBe(strategy);
  });
});
