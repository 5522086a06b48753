import { readFile } from 'node:fs/promises';
import type { Generator } from '../../repo/generators.ts';
import { CASES } from './case-table.ts';
import type { CaseName } from './case-table.ts';
import { CLIENTS } from './client-table.ts';
import type { Client, ClientName } from './client-table.ts';
import { resultFile } from './results.ts';
import type { ClientResult, Outcome } from './results.ts';

const PAGE = 'docs/clients.md';

/** The page "Which clients work", from what the matrix wrote. */
export const clientsPage: Generator = {
  name: 'clients page',
  place: PAGE,
  async generate() {
    const names = Object.keys(CLIENTS) as ClientName[];
    const results = await Promise.all(
      names.map(async (name) => JSON.parse(await readFile(resultFile(name), 'utf8')) as ClientResult),
    );
    return new Map([[PAGE, renderPage(results)]]);
  },
};

function renderPage(results: readonly ClientResult[]): string {
  const known = results.some((result) => list(result, 'knownFailure').length > 0);
  return [
    '<!-- Made by `npm run gen` from test/conformance/clients; do not edit. -->',
    '',
    '# Which clients work',
    '',
    'Every client below is put through the same cases in CI, each against a Sluice process of its own. Clients place keys on',
    'partitions each in their own way, so what is held to is the order of each key, not where it lies. Stored batches keep the',
    'codec that the client chose.',
    '',
    '| client | language | version | passed | not applicable | fails today | a refused producer is told |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...results.map((result) => {
      const { title, language, tells } = CLIENTS[result.client] as Client;
      const counts = [count(result, 'passed'), count(result, 'notApplicable'), count(result, 'knownFailure')];
      return `| ${[title, language, result.version, ...counts, tells].join(' | ')} |`;
    }),
    '',
    '## The cases',
    '',
    ...Object.keys(CASES).map((name) => `- ${name}`),
    '',
    '## Notes',
    '',
    ...results.flatMap(renderNotes),
    ...(known ? ['', '## What fails today', '', ...renderKnownFailures(results)] : []),
    '',
  ].join('\n');
}

function renderNotes(result: ClientResult): string[] {
  const client = CLIENTS[result.client] as Client;
  const byReason = Map.groupBy(list(result, 'notApplicable'), ([, reason]) => reason);
  const lacks = [...byReason].map(([reason, cases]) => `${reason} (${cases.map(([name]) => name).join(', ')})`);
  const sentences = [client.note, lacks.length > 0 ? `Not tried: ${lacks.join('; ')}.` : undefined];
  const text = sentences.filter((sentence) => sentence !== undefined).join(' ');
  return text === '' ? [] : [`- **${client.title}**: ${text}`];
}

function renderKnownFailures(results: readonly ClientResult[]): string[] {
  const failures = results.flatMap((result) =>
    list(result, 'knownFailure').map(([name, reason]) => ({ line: `${name}: ${reason}`, client: result.client })),
  );
  const byLine = Map.groupBy(failures, ({ line }) => line);
  return [...byLine].map(
    ([line, ofLine]) => `- ${line} (${ofLine.map(({ client }) => (CLIENTS[client] as Client).title).join(', ')})`,
  );
}

type Kind = 'passed' | 'notApplicable' | 'knownFailure';

function count(result: ClientResult, kind: Kind): number {
  return list(result, kind).length;
}

/** The cases of one kind with their reasons; those that passed have none. */
function list(result: ClientResult, kind: Kind): [name: CaseName, reason: string][] {
  const outcomes = Object.entries(result.cases) as [CaseName, Outcome][];
  return outcomes.flatMap(([name, outcome]) => {
    if (outcome === 'passed') return kind === 'passed' ? [[name, ''] as [CaseName, string]] : [];
    const reason = (outcome as Partial<Record<Kind, string>>)[kind];
    return reason === undefined ? [] : [[name, reason] as [CaseName, string]];
  });
}
