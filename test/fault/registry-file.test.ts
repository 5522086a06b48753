import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startSluiceProcess } from '../harness/sluice-process.ts';
import { checkReplicas, startRegistryLoad } from './registry-load.ts';

it('an SQLite file that two registries write keeps what they acknowledged when both are killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-registry-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const start = async () => {
    const registry = await startSluiceProcess(['--only', 'registry'], folder);
    onTestFinished(() => registry[Symbol.asyncDispose]());
    return registry;
  };
  const [first, second] = [await start(), await start()];
  const headers = { 'content-type': 'application/json' };
  await fetch(`${first.http}/config`, { method: 'PUT', headers, body: '{"compatibility":"NONE"}' });
  const load = startRegistryLoad([first.http, second.http]);
  await load.moreAcknowledged(150);
  await Promise.all([first.stop('SIGKILL'), second.stop('SIGKILL')]);
  await load.stop();
  const third = await start();
  expect(await checkReplicas([third.http], load.acknowledged)).toEqual([]);
  expect(load.refused.filter(({ status }) => status !== 0)).toEqual([]);
});
