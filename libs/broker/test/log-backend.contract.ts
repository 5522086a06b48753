import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LogBackend } from '@sluice/broker';

/** What every LogBackend does. `make` gives a backend and an empty directory in it. */
export function testLogBackend(name: string, make: () => Promise<{ backend: LogBackend; root: string }>): void {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

  describe(`${name}: a log backend`, () => {
    it('writes lists of chunks anywhere and reads them back', async () => {
      const { backend, root } = await make();
      const file = backend.openFile(join(root, 'a.log'));
      expect(await file.size()).toBe(0);
      await file.write([bytes(1, 2), bytes(), bytes(3)], 0);
      await file.write([bytes(9)], 1);
      const many = Array.from({ length: 3000 }, (_, i) => bytes(i % 251));
      await file.write(many, 3);
      expect(await file.size()).toBe(3003);
      const target = new Uint8Array(10);
      expect(await file.read(target, 0)).toBe(10);
      expect([...target]).toEqual([1, 9, 3, 0, 1, 2, 3, 4, 5, 6]);
      expect(await file.read(target, 3000)).toBe(3);
      expect(await file.read(target, 5000)).toBe(0);
      await file.sync();
      await file.truncate(2);
      expect(await file.size()).toBe(2);
      await file.close();
      await file.close();
      expect(await file.read(target, 0)).toBe(2);
      await backend.close();
    });

    it('does not make a file by reading it', async () => {
      const { backend, root } = await make();
      await expect(backend.openFile(join(root, 'none.log')).read(new Uint8Array(1), 0)).rejects.toThrow('none.log');
      expect(await backend.list(root)).toEqual([]);
    });

    it('lists, renames and removes, and takes what is missing for empty', async () => {
      const { backend, root } = await make();
      await backend.createDirectory(join(root, 'x', 'y'));
      await backend.createDirectory(join(root, 'x', 'y'));
      await backend.openFile(join(root, 'x', 'b')).write([bytes(1)], 0);
      await backend.replaceFile(join(root, 'x', 'a'), bytes(1));
      expect(await backend.list(join(root, 'x'))).toEqual(['a', 'b', 'y']);
      await backend.rename(join(root, 'x'), join(root, 'z'));
      await backend.syncDirectory(root);
      expect(await backend.list(join(root, 'x'))).toEqual([]);
      await backend.remove(join(root, 'z'));
      await backend.remove(join(root, 'z'));
      expect(await backend.list(root)).toEqual([]);
    });

    it('replaces small files as a whole', async () => {
      const { backend, root } = await make();
      const path = join(root, 'small');
      expect(await backend.readFile(path)).toBeUndefined();
      await backend.replaceFile(path, bytes(1, 2, 3));
      await backend.replaceLater(path, bytes(4, 5));
      expect([...((await backend.readFile(path)) ?? [])]).toEqual([4, 5]);
      await backend.replaceFile(path, bytes(4));
      expect([...((await backend.readFile(path)) ?? [])]).toEqual([4]);
      expect(await backend.list(root)).toEqual(['small']);
    });

    it('serves many files at once, more than it keeps open', async () => {
      const { backend, root } = await make();
      const files = Array.from({ length: 40 }, (_, i) => backend.openFile(join(root, `${i}`)));
      await Promise.all(files.flatMap((file, i) => [0, 1, 2].map((at) => file.write([bytes(i)], at))));
      const target = await Promise.all(
        files.map(async (file) => {
          const read = new Uint8Array(3);
          await file.read(read, 0);
          return [...read];
        }),
      );
      expect(target).toEqual(files.map((_, i) => [i, i, i]));
      await backend.close();
    });
  });
}
