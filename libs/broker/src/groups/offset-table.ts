import type { StateRecord } from '../log/state-log.ts';
import { type CommittedOffset, encodeOffsetRecord } from './offset-records.ts';

type TopicOffsets = Map<number, CommittedOffset>;

/** The committed offsets of all groups: group → topic → partition. */
export class OffsetTable {
  readonly #groups = new Map<string, Map<string, TopicOffsets>>();

  get(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#groups.get(groupId)?.get(topic)?.get(partition);
  }

  set(groupId: string, topic: string, partition: number, committed: CommittedOffset): void {
    let topics = this.#groups.get(groupId);
    if (topics === undefined) this.#groups.set(groupId, (topics = new Map()));
    let partitions = topics.get(topic);
    if (partitions === undefined) topics.set(topic, (partitions = new Map()));
    partitions.set(partition, committed);
  }

  delete(groupId: string, topic: string, partition: number): void {
    const topics = this.#groups.get(groupId);
    const partitions = topics?.get(topic);
    if (topics === undefined || partitions === undefined) return;
    partitions.delete(partition);
    if (partitions.size === 0) topics.delete(topic);
    if (topics.size === 0) this.#groups.delete(groupId);
  }

  hasGroup(groupId: string): boolean {
    return this.#groups.has(groupId);
  }

  groupIds(): string[] {
    return [...this.#groups.keys()];
  }

  topics(groupId: string): ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>> {
    return this.#groups.get(groupId) ?? new Map();
  }

  /** The offsets of a group that `choose` picks, and the records that remove them from the log. */
  select(groupId: string, choose: (topic: string, committed: CommittedOffset) => boolean): OffsetRemoval {
    const chosen: { topic: string; partition: number }[] = [];
    for (const [topic, partitions] of this.topics(groupId)) {
      for (const [partition, committed] of partitions) {
        if (choose(topic, committed)) chosen.push({ topic, partition });
      }
    }
    return {
      records: chosen.map(({ topic, partition }) => encodeOffsetRecord(groupId, topic, partition, null)),
      apply: () => {
        for (const { topic, partition } of chosen) this.delete(groupId, topic, partition);
      },
    };
  }
}

export interface OffsetRemoval {
  readonly records: readonly StateRecord[];
  /** To be called once the records are durable. */
  readonly apply: () => void;
}
