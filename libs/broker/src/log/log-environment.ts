import type { Codecs, Crc32c } from '@sluice/kafka';
import type { Logger } from '@sluice/runtime';
import type { LogBackend } from '../storage/log-backend.ts';
import type { TailCache } from './tail-cache.ts';

/** What all partition logs of a broker share. */
export interface LogEnvironment {
  readonly backend: LogBackend;
  readonly durability: 'page-cache' | 'fsync';
  readonly leaderEpoch: number;
  readonly crc32c: Crc32c;
  readonly codecs: Codecs;
  /** Whether a log that is damaged anywhere is not opened: a table would lack entries, or have old ones, unnoticed. */
  readonly refusesDamage?: boolean;
  readonly tailCache: TailCache;
  readonly logger: Logger;
}
