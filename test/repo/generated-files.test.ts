import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkGenerated, writeGenerated } from './generated-files.ts';
import type { Generator } from './generators.ts';

it('finds missing, stale and left-over files, and writing mends them all', async () => {
  const root = mkdtempSync(join(tmpdir(), 'sluice-gen-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const texts = { 'demo/gen/same.ts': '1', 'demo/gen/changed.ts': '2', 'demo/gen/deep/new.ts': '3' };
  const generator: Generator = {
    name: 'demo',
    place: 'demo/gen',
    generate: async () => new Map(Object.entries(texts)),
  };
  mkdirSync(join(root, 'demo/gen'), { recursive: true });
  writeFileSync(join(root, 'demo/gen/same.ts'), '1');
  writeFileSync(join(root, 'demo/gen/changed.ts'), 'old');
  writeFileSync(join(root, 'demo/gen/gone.ts'), 'old');
  expect(await checkGenerated(root, [generator])).toEqual([
    'demo/gen/gone.ts: demo no longer makes it',
    'demo/gen/changed.ts: stale',
    'demo/gen/deep/new.ts: missing',
  ]);
  expect(await writeGenerated(root, [generator])).toBe(3);
  expect(await checkGenerated(root, [generator])).toEqual([]);
});
