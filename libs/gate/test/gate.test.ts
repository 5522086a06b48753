import { describe, expect, it } from 'vitest';
import { createGate } from '../src/index.ts';
import type { FieldPolicy, GateOptions, TopicPolicy } from '../src/index.ts';
import { createFakeSource, frame, sizeFormats } from './fake-source.ts';

const none: FieldPolicy = { validation: 'none', strategy: 'TopicNameStrategy' };
const byId: FieldPolicy = { validation: 'id', strategy: 'TopicNameStrategy' };
const byPayload: FieldPolicy = { validation: 'payload', strategy: 'TopicNameStrategy' };

function policyOf(value: FieldPolicy, acceptDeleted = false): TopicPolicy {
  return { key: none, value, acceptDeleted };
}

/** Topic `t`: id 1 is version 1 of t-value, id 2 a soft-deleted version 2; id 3 belongs to other-value. */
function openFactory(value: FieldPolicy = byPayload, options: Partial<GateOptions> & { acceptDeleted?: boolean } = {}) {
  const fake = createFakeSource();
  fake.addSchema(1, 'Reading:4');
  fake.addSchema(2, 'Reading:8');
  fake.addSchema(3, 'State:4');
  fake.setVersion({ subject: 't-value', version: 1, id: 1, deleted: false });
  fake.setVersion({ subject: 't-value', version: 2, id: 2, deleted: true });
  fake.setVersion({ subject: 'other-value', version: 1, id: 3, deleted: false });
  const gate = createGate({ source: fake.source, formats: sizeFormats, ...options });
  const topic = gate.open('t', policyOf(value, options.acceptDeleted));
  return { fake, gate, topic, check: (bytes: Uint8Array) => topic.checkValue(bytes, 0, bytes.length) };
}

describe('a record is judged', () => {
  const text = new TextEncoder();
  const cases: readonly [string, Uint8Array, FieldPolicy, object | undefined][] = [
    ['good', frame(1, 4), byPayload, undefined],
    ['good by its id alone', frame(1, 99), byId, undefined],
    [
      'too short for its schema',
      frame(1, 3),
      byPayload,
      {
        reason: 'malformed',
        schemaId: 1,
        version: 1,
        path: 'value',
        expected: '4 bytes',
        found: '3 bytes',
        offset: 8,
        message: 't-value version 1 (id 1): field value: expected 4 bytes, found 3 bytes, at byte 8',
      },
    ],
    ['with bytes left over', frame(1, 5), byPayload, { reason: 'left-over', offset: 9 }],
    [
      'under an id of another subject',
      frame(3, 4),
      byPayload,
      { reason: 'other-subject', schemaId: 3, message: 't-value: schema id 3 is not a version of this subject' },
    ],
    [
      'under an id never issued',
      frame(4_000_000_000, 4),
      byId,
      {
        reason: 'unknown-id',
        schemaId: 4_000_000_000,
        message: 't-value: schema id 4000000000 is not in the registry',
      },
    ],
    [
      'under a soft-deleted version',
      frame(2, 8),
      byPayload,
      {
        reason: 'deleted-version',
        schemaId: 2,
        version: 2,
        message: 't-value version 2 (id 2): this version is soft-deleted',
      },
    ],
    [
      'as JSON',
      text.encode('{"value":1}'),
      byId,
      {
        reason: 'not-framed',
        offset: 0,
        message: "t-value: expected magic byte 0 and a 4-byte schema id, found first byte 0x7b ('{'), at byte 0",
      },
    ],
    ['of four bytes', new Uint8Array(4), byId, { reason: 'not-framed', found: '4 bytes' }],
    ['of no bytes', new Uint8Array(0), byId, { reason: 'not-framed', found: 'no bytes' }],
  ];
  for (const [name, bytes, policy, rejection] of cases) {
    it(`when ${name}`, async () => {
      const { check } = openFactory(policy);
      const verdict = await check(bytes);
      const expected = rejection && { field: 'value', subject: 't-value', ...rejection };
      expect({ verdict }).toMatchObject({ verdict: expected });
      // The second look is from what is remembered, and must say the same.
      expect(await check(bytes)).toEqual(verdict);
    });
  }

  it('inside a larger buffer, with offsets counted from its own start', async () => {
    const { topic } = openFactory();
    const bytes = new Uint8Array(100).fill(7);
    bytes.set(frame(1, 3), 40);
    expect(await topic.checkValue(bytes, 40, 48)).toMatchObject({ reason: 'malformed', offset: 8 });
    bytes.set(frame(1, 4), 60);
    expect(await topic.checkValue(bytes, 60, 69)).toBeUndefined();
  });

  it('by the key too, under its own subject', async () => {
    const { fake, gate } = openFactory();
    fake.setVersion({ subject: 't-key', version: 1, id: 3, deleted: false });
    const topic = gate.open('t', { key: byPayload, value: none, acceptDeleted: false });
    expect([topic.checksKey, topic.checksValue]).toEqual([true, false]);
    expect(await topic.checkKey(frame(3, 4), 0, 9)).toBeUndefined();
    expect(await topic.checkKey(frame(1, 4), 0, 9)).toMatchObject({
      field: 'key',
      subject: 't-key',
      reason: 'other-subject',
    });
    expect(topic.checkValue(new Uint8Array(3), 0, 3)).toBeUndefined();
  });

  it('accepting soft-deleted versions where the topic says so', async () => {
    const { check } = openFactory(byPayload, { acceptDeleted: true });
    expect(await check(frame(2, 8))).toBeUndefined();
  });

  it('refusing all on a subject without versions, and saying so', async () => {
    const { gate } = openFactory();
    const empty = gate.open('empty', policyOf(byId));
    expect(await empty.checkValue(frame(1, 4), 0, 9)).toMatchObject({
      reason: 'no-subject',
      message: 'empty-value: the subject has no version, so every record is refused: register a schema for it',
    });
  });
});

describe('record names', () => {
  it('decide the subject under RecordNameStrategy and TopicRecordNameStrategy', async () => {
    const { fake, gate } = openFactory();
    fake.setVersion({ subject: 'Reading', version: 7, id: 1, deleted: false });
    fake.setVersion({ subject: 't-State', version: 8, id: 3, deleted: false });
    const record = gate.open('t', policyOf({ validation: 'payload', strategy: 'RecordNameStrategy' }));
    const topicRecord = gate.open('t', policyOf({ validation: 'payload', strategy: 'TopicRecordNameStrategy' }));
    expect(await record.checkValue(frame(1, 4), 0, 9)).toBeUndefined();
    expect(await record.checkValue(frame(1, 2), 0, 7)).toMatchObject({
      subject: 'Reading',
      version: 7,
      reason: 'malformed',
    });
    expect(await record.checkValue(frame(3, 4), 0, 9)).toMatchObject({ subject: 'State', reason: 'no-subject' });
    expect(await topicRecord.checkValue(frame(3, 4), 0, 9)).toBeUndefined();
    expect(await topicRecord.checkValue(frame(99, 4), 0, 9)).toMatchObject({ reason: 'unknown-id' });
  });

  it('are needed by them', async () => {
    const { fake, gate } = openFactory();
    fake.addSchema(9, ':4');
    const topic = gate.open('t', policyOf({ validation: 'id', strategy: 'RecordNameStrategy' }));
    expect(await topic.checkValue(frame(9, 4), 0, 9)).toMatchObject({
      reason: 'other-subject',
      message: 'value: schema id 9 has no record name, which RecordNameStrategy needs',
    });
  });
});

describe('what is remembered', () => {
  it('answers at once and asks nobody', async () => {
    const { fake, check } = openFactory();
    await check(frame(1, 4));
    const questions = fake.asked.length;
    expect(check(frame(1, 4))).toBeUndefined();
    expect(check(frame(1, 5))).toMatchObject({ reason: 'left-over' });
    expect(fake.asked).toHaveLength(questions);
  });

  it('is shared by topics, and concurrent misses by the question', async () => {
    const { fake, check } = openFactory();
    const verdicts = await Promise.all(Array.from({ length: 100 }, async () => check(frame(1, 4))));
    expect(new Set(verdicts)).toEqual(new Set([undefined]));
    expect(fake.asked).toEqual(['subject t-value', 'id 1']);
  });

  it('never is a refusal: an id registered a moment ago is valid at once', async () => {
    const { fake, check } = openFactory();
    expect(await check(frame(5, 2))).toMatchObject({ reason: 'unknown-id' });
    fake.addSchema(5, 'Reading:2');
    expect(await check(frame(5, 2))).toMatchObject({ reason: 'other-subject' });
    fake.setVersion({ subject: 't-value', version: 3, id: 5, deleted: false });
    expect(await check(frame(5, 2))).toBeUndefined();
  });

  it('nor an answer that was on its way before the registration', async () => {
    const { fake, check } = openFactory();
    const release = fake.hold();
    const early = check(frame(5, 2));
    fake.addSchema(5, 'Reading:2');
    fake.setVersion({ subject: 't-value', version: 3, id: 5, deleted: false });
    const late = check(frame(5, 2));
    release();
    expect(await late).toBeUndefined();
    expect(await early).toMatchObject({ reason: 'other-subject' });
  });

  it('is dropped when the source says that something changed', async () => {
    for (const subject of ['t-value', undefined]) {
      const { fake, check } = openFactory();
      expect(await check(frame(1, 4))).toBeUndefined();
      fake.setVersion({ subject: 't-value', version: 1, id: 1, deleted: true });
      fake.announce(subject);
      expect(await check(frame(1, 4))).toMatchObject({ reason: 'deleted-version' });
    }
  });

  it('is not what a change overtook on its way', async () => {
    const { fake, check } = openFactory();
    const release = fake.hold();
    const before = check(frame(1, 4));
    fake.setVersion({ subject: 't-value', version: 1, id: 1, deleted: true });
    fake.announce('t-value');
    release();
    await before;
    expect(await check(frame(1, 4))).toMatchObject({ reason: 'deleted-version' });
  });

  it('is read again in the background once it is old, and first once it is stale', async () => {
    let nowMs = 0;
    const { fake, check } = openFactory(byPayload, { now: () => nowMs, refreshAfterMs: 100, maxStaleMs: 1000 });
    await check(frame(1, 4));
    fake.setVersion({ subject: 't-value', version: 1, id: 1, deleted: true });
    nowMs = 99;
    expect(check(frame(1, 4))).toBeUndefined();
    nowMs = 100;
    expect(check(frame(1, 4))).toBeUndefined();
    await expect.poll(() => check(frame(1, 4))).toMatchObject({ reason: 'deleted-version' });

    fake.setVersion({ subject: 't-value', version: 1, id: 1, deleted: false });
    expect(await check(frame(1, 4))).toBeUndefined();
    fake.fail(new Error('connection refused'));
    nowMs = 1099;
    expect(check(frame(1, 4))).toBeUndefined();
    nowMs = 1100;
    expect(await check(frame(1, 4))).toMatchObject({
      reason: 'source-unavailable',
      message: 't-value: no verdict: connection refused',
    });
    fake.fail(undefined);
    expect(await check(frame(1, 4))).toBeUndefined();
  });

  it('ends with the gate', () => {
    const { fake, gate } = openFactory();
    expect(fake.listenerCount()).toBe(1);
    gate.close();
    expect(fake.listenerCount()).toBe(0);
  });
});

describe('a source that does not help', () => {
  it('refuses what is not known yet', async () => {
    const { fake, check } = openFactory();
    fake.fail(new Error('503'));
    expect(await check(frame(1, 4))).toMatchObject({ reason: 'source-unavailable' });
    fake.fail(undefined);
    expect(await check(frame(1, 4))).toBeUndefined();
  });

  it('has a deadline', async () => {
    const { fake, check } = openFactory(byId, { lookupTimeoutMs: 10 });
    fake.hold();
    expect(await check(frame(1, 4))).toMatchObject({
      reason: 'source-unavailable',
      message: 't-value: no verdict: the schema registry gave no answer within 10 ms',
    });
  });

  it('is asked a bounded number of questions by a stream of unknown ids', async () => {
    const { fake, check } = openFactory();
    const verdicts = await Promise.all(Array.from({ length: 5000 }, async (_, index) => check(frame(1000 + index, 4))));
    expect(new Set(verdicts.map((verdict) => verdict?.reason))).toEqual(new Set(['unknown-id', 'other-subject']));
    expect(fake.asked.filter((question) => question.startsWith('subject'))).toHaveLength(2);
    expect(fake.asked.length).toBeLessThan(100);
  });

  it('may hold a schema that cannot be used: refused, with the reason', async () => {
    const { fake, check } = openFactory();
    fake.addSchema(1, 'nonsense');
    expect(await check(frame(1, 4))).toMatchObject({
      reason: 'source-unavailable',
      message: 't-value: schema id 1: the registered schema cannot be parsed: no size in nonsense',
    });
  });
});

describe('references', () => {
  const reference = (name: string) => ({ name, subject: name, version: 1 });

  it('are resolved through the source, each after what it needs', async () => {
    const { fake, check } = openFactory();
    fake.addSchema(10, 'A:1');
    fake.addSchema(11, 'B:2', [reference('a')]);
    fake.addSchema(12, 'C:4', [reference('a'), reference('b')]);
    fake.setVersion({ subject: 'a', version: 1, id: 10, deleted: false });
    fake.setVersion({ subject: 'b', version: 1, id: 11, deleted: false });
    fake.setVersion({ subject: 't-value', version: 3, id: 12, deleted: false });
    expect(await check(frame(12, 7))).toBeUndefined();
  });

  it('that are missing or endless are refused', async () => {
    const { fake, check } = openFactory();
    fake.addSchema(10, 'A:1', [reference('gone')]);
    fake.setVersion({ subject: 't-value', version: 3, id: 10, deleted: false });
    expect(await check(frame(10, 1))).toMatchObject({
      message: expect.stringContaining('No schema reference found for subject "gone" and version 1'),
    });
    for (let index = 0; index < 1100; index += 1) {
      fake.addSchema(100 + index, 'A:1', [reference(`r${index + 1}`)]);
      fake.setVersion({ subject: `r${index}`, version: 1, id: 100 + index, deleted: false });
    }
    fake.setVersion({ subject: 't-value', version: 4, id: 100, deleted: false });
    expect(await check(frame(100, 1))).toMatchObject({ message: expect.stringMatching(/at most \d+ others/) });
  });
});

describe('a message', () => {
  it('is cut to 300 characters on a code point, and shows no control characters', async () => {
    const { fake, gate } = openFactory();
    const name = `a\u0000\u001b[2J${'😀'.repeat(400)}`;
    fake.addSchema(20, `${name}:1`);
    const topic = gate.open('t', policyOf({ validation: 'id', strategy: 'RecordNameStrategy' }));
    const verdict = await topic.checkValue(frame(20, 1), 0, 6);
    expect(verdict?.message.length).toBeLessThanOrEqual(300);
    expect(verdict?.message).toMatch(/^a\uFFFD\uFFFD\[2J(😀)+…$/u);
  });
});
