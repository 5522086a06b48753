import type { SchemaPart } from '@sluice/formats';
import type { Terminal } from '../command.ts';
import type { Judgement } from './judge-schemas.ts';
import type { SchemaRemark } from './schema-remark.ts';

/** What became of a file. */
export interface Outcome extends Omit<Judgement, 'status'> {
  readonly status: Judgement['status'] | 'registered';
}

const COLORS = { unchanged: 2, new: 32, changed: 33, registered: 32, refused: 31, error: 31, warning: 33 } as const;

/** A line for each file, with what is said about it below, on standard output; in colour on a terminal. */
export function writeOutcome({ writeOut, hasColor = false }: Terminal, outcome: Outcome): void {
  const { file, status, remarks } = outcome;
  const paint = (color: number, text: string): string => (hasColor ? `\u001B[${color}m${text}\u001B[0m` : text);
  writeOut(`${file.path}: ${file.subject}: ${paint(COLORS[status], sayStatus(outcome))}\n`);
  for (const remark of remarks) {
    const { severity, line, column, fix } = remark;
    writeOut(`${file.path}:${line}:${column}: ${paint(COLORS[severity], severity)}: ${sayRemark(remark)}\n`);
    if (fix !== undefined) writeOut(`    fix: ${fix}\n`);
  }
}

/** All outcomes as one line of JSON. */
export function writeOutcomesJson({ writeOut }: Terminal, registry: string, outcomes: readonly Outcome[]): void {
  const schemas = outcomes.map(({ file: { path, subject, type }, remarks, ...rest }) => ({
    file: path,
    subject,
    type,
    ...rest,
    findings: remarks,
  }));
  writeOut(`${JSON.stringify({ registry, schemas })}\n`);
}

/** How many files there are of each status. */
export function countOutcomes(outcomes: readonly Outcome[]): string {
  const counts = new Map<string, number>();
  for (const { status } of outcomes) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [...counts].map(([status, count]) => `${count} ${status}`);
  return `${outcomes.length} ${outcomes.length === 1 ? 'schema' : 'schemas'}: ${parts.join(', ')}`;
}

function sayStatus({ status, version, id, level }: Outcome): string {
  if (status === 'unchanged') return `unchanged, version ${version} id ${id}`;
  if (status === 'registered') return `new version ${version} id ${id}`;
  if (status === 'new') return 'new, the subject has no version yet';
  const compared = version === undefined || level === undefined ? '' : `, after version ${version} at level ${level}`;
  return status === 'changed' ? `a next version is possible${compared}` : `refused${compared}`;
}

function sayRemark({ type, path, reader, writer, version, message }: SchemaRemark): string {
  const at = path === '' ? '' : ` at ${path}`;
  return `${type}${at}${sayMet(reader, writer, message)}${version === undefined ? '' : ` (version ${version})`}`;
}

/** The types that meet, where they differ: else the kind of finding and the remedy say it all. */
function sayMet(reader: SchemaPart | undefined, writer: SchemaPart | undefined, message: string): string {
  if (reader === undefined || writer === undefined) return `: ${message}`;
  const [read, wrote] = [say(reader), say(writer)];
  return read === wrote ? '' : `: reader ${read}, writer ${wrote}`;
}

function say({ kind, name, symbols, size, branches }: SchemaPart): string {
  const inner = symbols ?? branches;
  const more = [name, size === undefined ? undefined : `of ${size} bytes`, inner && `[${inner.join(', ')}]`];
  return [kind, ...more.filter((each) => each !== undefined)].join(' ');
}
