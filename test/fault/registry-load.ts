import { setTimeout } from 'node:timers/promises';

/** How soon clients try again what was refused. */
const RETRY_MS = 100;

/** What a registry acknowledged. */
export interface Acknowledged {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schema: string;
}

/** An answer that was no success. */
export interface Refused {
  readonly status: number;
  readonly code: number;
  readonly tookMs: number;
}

export interface RegistryLoad {
  readonly acknowledged: readonly Acknowledged[];
  readonly refused: readonly Refused[];
  /** Resolves once that many more were acknowledged. */
  moreAcknowledged(count: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Registers schemas through several replicas at once: each schema under one of few subjects, and each by every replica at
 * about the same time, so that all race for one id and one version.
 */
export function startRegistryLoad(urls: readonly string[], workersEach = 3): RegistryLoad {
  const acknowledged: Acknowledged[] = [];
  const refused: Refused[] = [];
  const ending = new AbortController();
  let waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  async function work(url: string): Promise<void> {
    for (let n = 0; !ending.signal.aborted; n++) {
      const answer = await register(url, `s${n % 5}`, makeSchema(n));
      if ('id' in answer) acknowledged.push(answer);
      else {
        refused.push(answer);
        n--;
        await setTimeout(RETRY_MS);
      }
      for (const { count, resolve } of waiting) if (acknowledged.length >= count) resolve();
      waiting = waiting.filter(({ count }) => acknowledged.length < count);
    }
  }

  const workers = urls.flatMap((url) => Array.from({ length: workersEach }, () => work(url)));
  return {
    acknowledged,
    refused,
    moreAcknowledged: (count) =>
      new Promise((resolve) => waiting.push({ count: acknowledged.length + count, resolve })),
    async stop() {
      ending.abort();
      await Promise.all(workers);
    },
  };
}

/** Asks one registry once. A connection that fails counts as status 0. */
export async function register(url: string, subject: string, schema: string): Promise<Acknowledged | Refused> {
  const startedMs = performance.now();
  try {
    const response = await fetch(`${url}/subjects/${subject}/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ schema }),
      signal: AbortSignal.timeout(60_000),
    });
    const body = (await response.json()) as { id: number; version: number; error_code: number };
    if (response.ok) return { subject, schema, id: body.id, version: body.version };
    return { status: response.status, code: body.error_code, tookMs: performance.now() - startedMs };
  } catch {
    return { status: 0, code: 0, tookMs: performance.now() - startedMs };
  }
}

export function makeSchema(n: number): string {
  return JSON.stringify({ type: 'enum', name: 'E', symbols: [`S${n}`] });
}

/**
 * Reads everything from every replica: all that was acknowledged is there as it was acknowledged, a content has one id and
 * one version of a subject, and the versions of a subject have neither gap nor double. Answers what is wrong.
 */
export async function checkReplicas(
  urls: readonly string[],
  acknowledged: readonly Acknowledged[],
): Promise<readonly string[]> {
  const findings = new Set<string>();
  for (const url of urls) {
    const idOf = new Map<string, number>();
    const found = new Map<string, string>();
    for (const subject of (await read(url, '/subjects')) as string[]) {
      const versions = (await read(url, `/subjects/${subject}/versions`)) as number[];
      versions.forEach((version, index) => {
        if (version !== index + 1) findings.add(`${subject}: version ${version} where ${index + 1} is next`);
      });
      const schemas = new Set<string>();
      for (const version of versions) {
        const row = (await read(url, `/subjects/${subject}/versions/${version}`)) as { id: number; schema: string };
        if (schemas.has(row.schema)) findings.add(`${subject}: ${row.schema} has two versions`);
        schemas.add(row.schema);
        if ((idOf.get(row.schema) ?? row.id) !== row.id) findings.add(`${row.schema} has two ids`);
        idOf.set(row.schema, row.id);
        found.set(`${subject} ${version}`, `${row.id} ${row.schema}`);
        const byId = (await read(url, `/schemas/ids/${row.id}`)) as { schema: string };
        if (byId.schema !== row.schema) findings.add(`id ${row.id} names another schema`);
      }
    }
    if (new Set(idOf.values()).size !== idOf.size) findings.add('an id names two schemas');
    for (const { subject, version, id, schema } of acknowledged) {
      if (found.get(`${subject} ${version}`) !== `${id} ${schema}`)
        findings.add(`lost: ${subject} ${version}, id ${id}`);
    }
  }
  return [...findings];
}

async function read(url: string, path: string): Promise<unknown> {
  const response = await fetch(`${url}${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
