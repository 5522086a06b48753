import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createBroker } from '@sluice/broker';
import { createLogger, createMetrics } from '@sluice/runtime';
import { describe, expect, it } from 'vitest';
import { makeDirectory, startBroker, textGate } from './support/broker.ts';

const open = (dataDir: string): Promise<unknown> => {
  return createBroker({ dataDir, gate: textGate, logger: createLogger({ level: 'silent' }), metrics: createMetrics() });
};

describe('the data directory', () => {
  it('has one holder, who is named', async () => {
    const dataDir = await makeDirectory();
    const { broker } = await startBroker({ dataDir });
    await expect(open(dataDir)).rejects.toMatchObject({ kind: 'data-dir-locked', message: /this process/ });
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log(1)']);
    await once(other.stdout, 'data');
    await broker.close();
    await writeFile(join(dataDir, 'lock'), JSON.stringify({ pid: other.pid }));
    await expect(open(dataDir)).rejects.toMatchObject({ message: expect.stringContaining(`process ${other.pid}`) });
    other.kill();
    await once(other, 'exit');
    await startBroker({ dataDir });
  });

  it('that cannot be made is an error at once', async () => {
    await expect(open('/proc/sluice/data')).rejects.toThrow(/ENOENT|EACCES|EPERM/);
  });

  it.each([
    ['a dead process', { pid: 2 ** 22 + 1, startedAt: 'x' }],
    ['a process whose id was given to another', { pid: process.ppid, startedAt: 'another boot:1' }],
  ])('is taken over from %s', async (_, holder) => {
    const dataDir = await makeDirectory();
    await writeFile(join(dataDir, 'lock'), JSON.stringify(holder));
    const { broker } = await startBroker({ dataDir });
    expect(JSON.parse(await readFile(join(dataDir, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    await broker.close();
    await expect(access(join(dataDir, 'lock'))).rejects.toThrow('ENOENT');
  });

  it('goes to one of many who take it over at once', async () => {
    const dataDir = await makeDirectory();
    await writeFile(join(dataDir, 'lock'), '{"pid":4194999}');
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => startBroker({ dataDir })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([
    ['of another format', '{"formatVersion":99}', /format version 99/],
    ['that is not ours', 'hello', /not a Sluice meta file/],
  ])('%s is refused and let go of', async (_, meta, message) => {
    const dataDir = await makeDirectory();
    await writeFile(join(dataDir, 'meta.json'), meta);
    for (let i = 0; i < 2; i++) {
      await expect(open(dataDir)).rejects.toMatchObject({
        kind: 'data-dir-format',
        message: expect.stringMatching(message),
      });
    }
  });

  it('of an ephemeral broker is removed when it closes', async () => {
    const { broker, connect } = await startBroker();
    const client = await connect();
    const { describeConfigs } = await import('@sluice/kafka');
    const resources = [{ resourceType: 4, resourceName: '1', configurationKeys: ['log.dirs'] }];
    const answer = await client.call(describeConfigs, 4, { resources });
    const path = answer.results[0]?.configs[0]?.value ?? '';
    await access(path);
    await broker.close();
    await expect(access(path)).rejects.toThrow('ENOENT');
  });
});

describe('a taken port', () => {
  it('is a clear error', async () => {
    const { address } = await startBroker();
    const dataDir = await makeDirectory();
    const logger = createLogger({ level: 'silent' });
    const second = await createBroker({ dataDir, gate: textGate, logger, metrics: createMetrics() });
    const message = expect.stringContaining(`127.0.0.1:${address.port} is in use`);
    await expect(second.listen(address)).rejects.toMatchObject({ kind: 'address-in-use', message });
    await second.close();
  });
});
