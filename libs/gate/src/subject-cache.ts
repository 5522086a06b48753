import type { SchemaSource } from '@sluice/serde';
import { remember } from './bounded-map.ts';
import { createLookup } from './lookup.ts';
import type { Turnstile } from './lookup.ts';

/** The youngest version of a subject that has a given id; a live one before a soft-deleted one. */
export interface VersionState {
  readonly subject: string;
  readonly version: number;
  readonly deleted: boolean;
}

export type VersionsById = ReadonlyMap<number, VersionState>;

/** What is known of one subject. Holders compare `versions` by identity to see whether it is still what they read. */
export interface SubjectState {
  readonly subject: string;
  versions: VersionsById | undefined;
  /** Until then `versions` serves as it is; afterwards it serves while it is being read again. */
  freshUntilMs: number;
  /** From then on `versions` must be read again before it serves. */
  staleFromMs: number;
}

export interface SubjectCache {
  /** The state of `subject`, perhaps not read yet. */
  at(subject: string): SubjectState;
  /** Its versions: those known when they are young and `isEnough`, else as the source has them now. */
  read(state: SubjectState, isEnough: (versions: VersionsById) => boolean): Promise<VersionsById>;
  /** Reads again without anybody waiting; a source that does not answer leaves the state as it is. */
  refresh(state: SubjectState): void;
  close(): void;
}

export interface SubjectCacheOptions {
  readonly source: SchemaSource;
  readonly turnstile: Turnstile;
  readonly now: () => number;
  readonly maxSubjects: number;
  readonly refreshAfterMs: number;
  readonly maxStaleMs: number;
}

export function createSubjectCache(options: SubjectCacheOptions): SubjectCache {
  const { source, now } = options;
  const states = new Map<string, SubjectState>();
  /** Counts changes, so that an answer overtaken by one is not kept. */
  let changes = 0;

  const lookup = createLookup(options.turnstile, async (subject: string) => {
    const changesBefore = changes;
    const readAtMs = now();
    const versions = indexById(await source.bySubject(subject));
    const state = states.get(subject);
    if (state !== undefined && changes === changesBefore) {
      state.versions = versions;
      state.freshUntilMs = readAtMs + options.refreshAfterMs;
      state.staleFromMs = readAtMs + options.maxStaleMs;
    }
    return versions;
  });

  const stopListening = source.changes(({ subject }) => {
    changes += 1;
    if (subject === undefined) for (const state of states.values()) forget(state);
    else {
      const state = states.get(subject);
      if (state !== undefined) forget(state);
    }
  });

  return {
    at(subject) {
      const existing = states.get(subject);
      if (existing !== undefined) return existing;
      const state: SubjectState = { subject, versions: undefined, freshUntilMs: 0, staleFromMs: 0 };
      remember(states, subject, state, options.maxSubjects, forget);
      return state;
    },
    async read(state, isEnough) {
      const { versions } = state;
      if (versions !== undefined && now() < state.freshUntilMs && isEnough(versions)) return versions;
      return lookup(state.subject, isEnough);
    },
    refresh(state) {
      // One question at a time; the next record after this grace asks again.
      state.freshUntilMs = Math.min(now() + options.refreshAfterMs, state.staleFromMs);
      lookup(state.subject, () => true).catch(() => {});
    },
    close() {
      stopListening();
      states.clear();
    },
  };
}

function forget(state: SubjectState): void {
  state.versions = undefined;
  state.freshUntilMs = 0;
  state.staleFromMs = 0;
}

function indexById(versions: Awaited<ReturnType<SchemaSource['bySubject']>>): VersionsById {
  const byId = new Map<number, VersionState>();
  for (const { subject, version, id, deleted } of versions) {
    const known = byId.get(id);
    if (known !== undefined && !known.deleted && deleted) continue;
    byId.set(id, { subject, version, deleted });
  }
  return byId;
}
