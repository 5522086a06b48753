import { eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pg-proxy';
import { deletesSchema } from '../store.ts';
import type { StoreChange } from '../store.ts';
import { applyChange } from './changes.ts';
import { sendNotice } from './notices.ts';
import { head, HEAD_ID } from './tables.ts';

/**
 * All statements of a commit as one text, with their values in it. PostgreSQL takes such a text as one transaction: it is
 * done or not when its one answer comes, the head is locked for as short as can be, and no connection is ever left within
 * a transaction by a process that stops. (The driver's own transactions also end the process when their connection is
 * lost: porsager/postgres issue 1208.)
 *
 * Where the head has moved on from `revision` the first statement fails, and with it all: see {@link isOutrun}.
 */
export async function writeCommit(revision: number, changes: readonly StoreChange[], origin: string): Promise<string> {
  const statements: string[] = [];
  const recorder = drizzle(async (text, values) => {
    statements.push(fillIn(text, values));
    return { rows: [] };
  });
  const next = sql<number>`CASE WHEN ${head.revision} = ${revision} THEN ${revision + 1} END`;
  await recorder
    .update(head)
    .set({ revision: next, ...(deletesSchema(changes) && { lastPurge: revision + 1 }) })
    .where(eq(head.id, HEAD_ID))
    .returning({ told: sendNotice(origin) });
  for (const change of changes) await applyChange(recorder, change);
  return statements.join(';\n');
}

/** Whether a commit failed because the head has moved on: its revision would have become null, which it may not. */
export function isOutrun(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || error.code !== '23502') return false;
  return (
    'table_name' in error && error.table_name === 'head' && 'column_name' in error && error.column_name === 'revision'
  );
}

/** The text with its values in place of `$1` and so on, which stand nowhere else in what drizzle writes. */
function fillIn(text: string, values: readonly unknown[]): string {
  return text.replaceAll(/\$(\d+)/g, (_, number: string) => quote(values[Number(number) - 1]));
}

/** A value as SQL, whatever `standard_conforming_strings` is. */
function quote(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'bigint' || typeof value === 'number') throw new TypeError(`${value} has no SQL`);
  // Objects are those of JSON columns.
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `E'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
