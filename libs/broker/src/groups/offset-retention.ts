import type { ClassicGroup } from './classic-group.ts';
import type { CommittedOffset } from './offset-records.ts';
import { readSubscribedTopics } from './subscription.ts';

/**
 * Which offsets of a group are to be forgotten now, as in Kafka (KIP-211): those of an empty group once it has been
 * empty for the retention time, those of a simple consumer after their commit, those of a group at work only for topics
 * that it no longer reads.
 */
export function expiryOf(
  group: ClassicGroup,
  { now, retentionMs }: { readonly now: number; readonly retentionMs: number },
): (topic: string, committed: CommittedOffset) => boolean {
  const isIdle = group.protocolType === null || group.state === 'Empty';
  const emptySince = group.protocolType !== null && group.state === 'Empty' ? group.stateTimestampMs : -1;
  const subscribed = group.state === 'Stable' ? readSubscribedTopics(group) : undefined;
  return (topic, { commitTimestampMs, expireTimestampMs }) => {
    if (!isIdle && (subscribed?.has(topic) ?? true)) return false;
    if (expireTimestampMs >= 0) return now >= expireTimestampMs;
    return now - Math.max(emptySince, commitTimestampMs) >= retentionMs;
  };
}
