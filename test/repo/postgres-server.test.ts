import { existsSync } from 'node:fs';
import postgres from 'postgres';
import { expect, it } from 'vitest';
import { startPostgres } from '../postgres.ts';
import { describeRequiring } from '../requirements.ts';

describeRequiring(['postgres'], 'a PostgreSQL server of our own', () => {
  it('answers queries and is gone after stop', async () => {
    const server = await startPostgres();
    const sql = postgres(server.url, { max: 1 });
    const [row] = await sql`select 40 + 2 as answer, current_setting('data_directory') as folder`;
    await sql.end();
    expect(row?.['answer']).toBe(42);
    expect(existsSync(String(row?.['folder']))).toBe(true);
    await server.stop();
    expect(existsSync(String(row?.['folder']))).toBe(false);
  });
});
