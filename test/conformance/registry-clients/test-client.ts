import { deepEqual, equal, fail, ok } from 'node:assert/strict';
import { afterAll, beforeAll, it } from 'vitest';
import { startSluiceProcess } from '../../harness/sluice-process.ts';
import type { SluiceProcess } from '../../harness/sluice-process.ts';
import { describeRequiring } from '../../requirements.ts';
import type { Driver } from '../clients/driver.ts';
import type { ActionName, Actions, Refused } from './actions.ts';
import { CASES } from './case-table.ts';
import type { Step } from './case-table.ts';
import { CLIENTS } from './client-table.ts';
import type { ClientName, RegistryClient } from './client-table.ts';

/** Puts a client through every case of the table, in order, against a Sluice of its own. */
export function testClient(name: ClientName): void {
  const client: RegistryClient = CLIENTS[name];
  describeRequiring(client.needs, `${client.title} (${client.language})`, () => {
    let sluice: SluiceProcess;
    let driver: Driver<Actions>;
    beforeAll(async () => {
      sluice = await startSluiceProcess(['--ephemeral']);
      driver = await client.start(sluice.http);
    }, 300_000);
    afterAll(async () => {
      await driver?.[Symbol.asyncDispose]();
      await sluice?.[Symbol.asyncDispose]();
    });

    for (const [title, steps] of Object.entries(CASES)) {
      const lack = findLack(client, title, steps);
      if (lack !== undefined) continue;
      it(
        title,
        async () => {
          const bound = new Map<string, unknown>();
          for (const step of steps) await takeStep(step, bound, client, driver, sluice.http);
        },
        60_000,
      );
    }

    it('lacks only what the table has', () => {
      const actions = new Set(
        Object.values(CASES).flatMap((steps) => steps.flatMap((step) => ('do' in step ? step.do : []))),
      );
      const unknown = Object.keys(client.lacks).filter((lack) => !(lack in CASES) && !actions.has(lack as ActionName));
      deepEqual(unknown, []);
    });
  });
}

/** Why the client is not put through a case: it has no means for it, or for one of its calls. */
export function findLack(client: RegistryClient, title: string, steps: readonly Step[]): string | undefined {
  const lacks: Readonly<Record<string, string | undefined>> = client.lacks;
  return [title, ...steps.flatMap((step) => ('do' in step ? step.do : []))].map((name) => lacks[name]).find(Boolean);
}

type Bindings = Map<string, unknown>;

async function takeStep(step: Step, bound: Bindings, client: RegistryClient, driver: Driver<Actions>, http: string) {
  if ('put' in step) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${http}${step.put}`, { method: 'PUT', headers, body: JSON.stringify(step.body) });
    equal(response.status, 200, `PUT ${step.put}: ${await response.text()}`);
    return;
  }
  const args = fill(step.with, bound) as never;
  const answer: unknown = await driver.call(step.do, args);
  const hidden = [...(client.hides.all ?? []), ...(client.hides[step.do] ?? [])];
  const told = `${step.do} ${JSON.stringify(args)} gave ${JSON.stringify(answer)}`;
  if ('refused' in step) {
    if (!isRefused(answer)) fail(`${told}; it should be refused with ${step.refused.code}`);
    const { message, ...numbers } = answer.refused;
    const { says, ...wanted } = step.refused;
    deepEqual(numbers, leaveOut(wanted, hidden), told);
    ok(message.includes(says), told);
    return;
  }
  if (isRefused(answer)) fail(told);
  if ('has' in step) deepEqual(missing(step.has as unknown[], answer as unknown[]), [], told);
  else if ('hasNot' in step) deepEqual(missing(step.hasNot as unknown[], answer as unknown[]), step.hasNot, told);
  else if (step.gives !== undefined) {
    const wanted = leaveOut(step.gives, hidden);
    bind(wanted, answer, bound);
    deepEqual(answer, fill(wanted, bound), told);
  }
}

function isRefused(answer: unknown): answer is Refused {
  return typeof answer === 'object' && answer !== null && 'refused' in answer;
}

function missing(wanted: readonly unknown[], found: readonly unknown[]): unknown[] {
  const texts = new Set(found.map((one) => JSON.stringify(one)));
  return wanted.filter((one) => !texts.has(JSON.stringify(one)));
}

/** Without the fields that the client does not show. */
function leaveOut(value: unknown, hides: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !hides.includes(name)));
}

/** Binds variables of `wanted` that are still free to what the answer has in their places. */
function bind(wanted: unknown, answer: unknown, bound: Bindings): void {
  if (isVariable(wanted)) {
    if (!bound.has(wanted) && answer !== undefined && answer !== null) bound.set(wanted, answer);
  } else if (typeof wanted === 'object' && wanted !== null) {
    for (const [name, part] of Object.entries(wanted)) {
      bind(part, (answer as Record<string, unknown> | undefined)?.[name], bound);
    }
  }
}

/** `value` with what its variables are bound to. */
function fill(value: unknown, bound: Bindings): unknown {
  if (isVariable(value)) return bound.get(value) ?? fail(`nothing has bound ${value}`);
  if (Array.isArray(value)) return value.map((one) => fill(one, bound));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, fill(part, bound)]));
}

function isVariable(value: unknown): value is string {
  return typeof value === 'string' && /^\$[a-z]+$/.test(value);
}
