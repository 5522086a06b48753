import { createFormats } from '@sluice/formats';
import { avroFormat } from '@sluice/formats/avro';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, createRegistry } from '../src/index.ts';
import { createWalSync } from '../src/store/sqlite/wal-sync.ts';

const formats = createFormats([avroFormat]);
const registration = { schemaType: 'AVRO', schema: '"string"', references: [] };

describe('a write of a store that waits for the disk apart', () => {
  it('is answered when the wait is over, and so is one that finds it done', async () => {
    const disk = Promise.withResolvers<void>();
    const store = { ...createMemoryStore(), sync: () => disk.promise };
    const registry = createRegistry({ store, formats });
    const answered: string[] = [];
    const writes = ['first', 'second'].map(async (name) => {
      await registry.registerSchema('readings-value', registration);
      answered.push(name);
    });
    await expect.poll(() => store.listVersions('readings-value')).toHaveLength(1);
    expect(answered).toEqual([]);
    disk.resolve();
    await Promise.all(writes);
    expect(answered).toHaveLength(2);
    await registry.close();
  });

  it('is refused when the wait fails', async () => {
    const store = { ...createMemoryStore(), sync: () => Promise.reject(new Error('the disk is gone')) };
    const registry = createRegistry({ store, formats });
    await expect(registry.registerSchema('readings-value', registration)).rejects.toThrow('the disk is gone');
    await registry.close();
  });
});

describe('the write-ahead log', () => {
  it('is waited for once by all who wrote before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-wal-'));
    writeFileSync(join(folder, 'registry.sqlite-wal'), '');
    const wal = createWalSync(join(folder, 'registry.sqlite'));
    await wal.wait();
    wal.note();
    await Promise.all([wal.wait(), wal.wait()]);
    await wal.close();
    rmSync(folder, { recursive: true });
  });

  it('is never believed again after a wait that failed', async () => {
    const wal = createWalSync(join(tmpdir(), 'sluice-there-is-no-such-file'));
    await wal.wait();
    wal.note();
    await expect(wal.wait()).rejects.toThrow('ENOENT');
    wal.note();
    await expect(wal.wait()).rejects.toThrow('ENOENT');
    await wal.close();
  });
});
