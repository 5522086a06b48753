import type { LogBackend, LogFile } from '@sluice/broker';
import { createNodeBackend } from '../../src/storage/node-backend.ts';

/** The file system with a hand on it. Paths are told apart by what they contain. */
export interface FaultBackend extends LogBackend {
  /** Writes to files whose path contains this fail as on a full disk, after half of their bytes. */
  fullFor: string | undefined;
  /** Syncs wait for it. */
  syncGate: Promise<void>;
  readonly syncedPaths: string[];
}

export function createFaultBackend(): FaultBackend {
  const real = createNodeBackend();
  const backend: FaultBackend = {
    ...real,
    fullFor: undefined,
    syncGate: Promise.resolve(),
    syncedPaths: [],
    openFile(path): LogFile {
      const file = real.openFile(path);
      return {
        size: () => file.size(),
        read: (target, position) => file.read(target, position),
        truncate: (sizeBytes) => file.truncate(sizeBytes),
        close: () => file.close(),
        async write(chunks, position) {
          if (backend.fullFor === undefined || !path.includes(backend.fullFor)) return file.write(chunks, position);
          const bytes = Buffer.concat(chunks);
          await file.write([bytes.subarray(0, bytes.length / 2)], position);
          throw new Error('ENOSPC: no space left on device, write');
        },
        async sync() {
          await backend.syncGate;
          backend.syncedPaths.push(path);
          await file.sync();
        },
      };
    },
  };
  return backend;
}
