import { createHash } from 'node:crypto';
import type { Registry } from '../registry.ts';

/** An answer that was made before. */
export interface KeptAnswer {
  readonly body: string;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers of reads, by what was asked: good until anything changes in the registry. */
export interface KeptAnswers {
  /** Undefined when there is none, or when it is time to look for changes first. */
  find(asked: string, type: string): KeptAnswer | undefined;
  /** `asked` is undefined for what may not be kept. `generation` is that of the registry when the read began. */
  add(asked: string | undefined, type: string, body: string, generation: number): KeptAnswer;
}

const MAX_ANSWERS = 20_000;
const MAX_TEXT_LENGTH = 16 * 1024 * 1024;

/** What every cache may keep, but must ask about each time: ids and versions can be deleted for good. */
const CACHE_CONTROL = 'private, no-cache';

export function createKeptAnswers({ freshness }: Pick<Registry, 'freshness'>): KeptAnswers {
  const byType = new Map<string, Map<string, KeptAnswer>>();
  let keptGeneration = -1;
  let count = 0;
  let length = 0;

  function clear(generation: number): void {
    byType.clear();
    keptGeneration = generation;
    count = 0;
    length = 0;
  }

  return {
    find(asked, type) {
      if (keptGeneration !== freshness.generation || !freshness.isFresh()) return undefined;
      return byType.get(type)?.get(asked);
    },
    add(asked, type, body, generation) {
      const etag = `"${createHash('sha1').update(type).update(body).digest('base64url')}"`;
      const answer = { body, etag, headers: { 'content-type': type, 'cache-control': CACHE_CONTROL, etag } };
      if (asked === undefined || generation !== freshness.generation) return answer;
      const isFull = count >= MAX_ANSWERS || length + body.length + asked.length > MAX_TEXT_LENGTH;
      if (keptGeneration !== generation || isFull) clear(generation);
      const answers = byType.get(type) ?? new Map<string, KeptAnswer>();
      byType.set(type, answers.set(asked, answer));
      count++;
      length += body.length + asked.length;
      return answer;
    },
  };
}

/** Whether a client that has what `If-None-Match` names has this answer (RFC 9110 §13.1.2). */
export function isKnownTo(ifNoneMatch: string | undefined, { etag }: KeptAnswer): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
