import { rejects } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startFactory } from '../../harness/factory.ts';
import type { Factory } from '../../harness/factory.ts';
import { openKafkaConnection } from '../../harness/kafka-connection.ts';
import { describeRequiring } from '../../requirements.ts';
import { startRecordingProxy } from '../../harness/recording-proxy.ts';
import type { RecordingProxy } from '../../harness/recording-proxy.ts';
import { CASES } from './case-table.ts';
import type { CaseName, Context } from './case-table.ts';
import { CLIENTS } from './client-table.ts';
import type { Client, ClientName } from './client-table.ts';
import type { Driver } from './driver.ts';
import { createFrameCollector } from './frames.ts';
import { REFUSALS } from './refusals.ts';
import { resultFile } from './results.ts';
import type { ClientResult, Outcome } from './results.ts';

const CASE_TIMEOUT_MS = 120_000;

/** A case that fails today, with the reason; one that passes must leave this list. */
interface KnownFailure {
  readonly client: ClientName | '*';
  readonly case: CaseName;
  readonly reason: string;
}

const knownFailures = JSON.parse(
  readFileSync(fileURLToPath(new URL('known-failures.json', import.meta.url)), 'utf8'),
) as readonly KnownFailure[];

/**
 * Puts a client through every case of the table, in order, against a Sluice of its own. What came out must be what the
 * committed result says; SLUICE_UPDATE_RESULTS=1 writes it. SLUICE_RECORD_FRAMES=1 puts a proxy between the two and
 * writes the requests that golden-frames.test.ts reads.
 */
export function testClient(name: ClientName): void {
  const client: Client = CLIENTS[name];
  describeRequiring(client.needs, `${client.title} (${client.language})`, () => {
    const outcomes = new Map<CaseName, Outcome>();
    let factory: Factory;
    let driver: Driver;
    let context: Context;

    const frames = createFrameCollector(name);
    let proxy: RecordingProxy | undefined;

    beforeAll(async () => {
      if (process.env['SLUICE_RECORD_FRAMES'] === '1') proxy = await startRecordingProxy((frame) => frames.add(frame));
      factory = await startFactory({ args: proxy === undefined ? [] : ['--advertised-kafka', proxy.address] });
      const { kafka, http } = factory.sluice;
      proxy?.forwardTo(kafka);
      const address = proxy?.address ?? kafka;
      driver = await client.start({ kafka: address, http });
      const observer = await openKafkaConnection(kafka);
      context = { driver, factory, address, observer, refusal: REFUSALS[client.tells], sent: [] };
    }, 300_000);
    afterAll(async () => {
      await driver?.[Symbol.asyncDispose]();
      if (proxy !== undefined) frames.write();
      await proxy?.[Symbol.asyncDispose]();
      await context?.observer[Symbol.asyncDispose]();
      await factory?.[Symbol.asyncDispose]();
    });

    for (const [caseName, run] of Object.entries(CASES) as [CaseName, (context: Context) => Promise<void>][]) {
      if (client.only?.includes(caseName) === false) continue;
      const notApplicable = client.notApplicable[caseName];
      if (notApplicable !== undefined) {
        outcomes.set(caseName, { notApplicable });
        continue;
      }
      const known = knownFailures.find((line) => [name, '*'].includes(line.client) && line.case === caseName);
      it(
        known === undefined ? caseName : `${caseName} (known to fail: ${known.reason})`,
        async () => {
          if (known === undefined) {
            await run(context);
            outcomes.set(caseName, 'passed');
          } else {
            await rejects(run(context), 'it passes: take it out of test/conformance/clients/known-failures.json');
            outcomes.set(caseName, { knownFailure: known.reason });
          }
        },
        CASE_TIMEOUT_MS,
      );
    }

    it('has the committed result', async () => {
      const { version } = await driver.call('hello', {});
      const wanted = client.only ?? (Object.keys(CASES) as CaseName[]);
      const cases = Object.fromEntries(wanted.map((one) => [one, outcomes.get(one)]));
      expect(Object.values(cases)).not.toContain(undefined);
      const result = { client: name, version, cases } as ClientResult;
      if (process.env['SLUICE_UPDATE_RESULTS'] === '1') {
        writeFileSync(resultFile(name), `${JSON.stringify(result, null, 2)}\n`);
      }
      const committed = JSON.parse(readFileSync(resultFile(name), 'utf8')) as ClientResult;
      // What the system brings may be of another version than on the machine that wrote the result.
      expect(cases).toEqual(committed.cases);
    });
  });
}
