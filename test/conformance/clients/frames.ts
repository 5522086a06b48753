import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findApi, readRequestHeader } from '@sluice/kafka';
import type { ClientName } from './client-table.ts';

/** A request as a client sent it, without its 4-byte size. */
export interface RecordedFrame {
  readonly client: ClientName;
  readonly api: string;
  readonly version: number;
  readonly hex: string;
}

const FOLDER = join(import.meta.dirname, 'frames');
/** Enough of each kind to meet null and empty, one and many. */
const FRAMES_OF_A_KIND = 2;
const LONGEST_BYTES = 700;

/** Keeps the first short requests of each API and version that a client sends. */
export function createFrameCollector(client: ClientName) {
  const kinds = new Map<string, RecordedFrame[]>();
  return {
    add(frame: Buffer): void {
      const { apiKey, apiVersion } = readRequestHeader(frame);
      const api = findApi(apiKey)?.name ?? String(apiKey);
      const kind = `${api} ${apiVersion}`;
      const kept = kinds.get(kind) ?? [];
      const hex = frame.toString('hex');
      // The correlation id stands in bytes 4 to 7; a request that differs in no more says nothing new.
      const known = kept.some((other) => other.hex.slice(16) === hex.slice(16));
      if (kept.length === FRAMES_OF_A_KIND || frame.length > LONGEST_BYTES || known) return;
      kinds.set(kind, [...kept, { client, api, version: apiVersion, hex }]);
    },
    write(): void {
      const lines = [...kinds.values()].flat().map((frame) => `${JSON.stringify(frame)}\n`);
      writeFileSync(join(FOLDER, `${client}.jsonl`), lines.join(''));
    },
  };
}

/** Every recorded request. */
export function readFrames(): RecordedFrame[] {
  return readdirSync(FOLDER).flatMap((file) =>
    readFileSync(join(FOLDER, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as RecordedFrame),
  );
}
