import { join, resolve } from 'node:path';
import { defineCommand, writeErrors } from '../command.ts';
import type { Terminal } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

const ACTIONS = ['create', 'list', 'revoke'] as const;

export const token = defineCommand({
  help: {
    usage: 'sluice token create|list|revoke [NAME|ID] [--role ROLE] [--expires DURATION] [--data-dir DIR]',
    summary:
      "Keeps the bearer tokens of a data directory, for 'sluice up --access FILE'. A new token is printed once; only a " +
      'hash of it is kept. A server that runs sees a change within a second.',
    examples: [
      { command: "sluice token create ci --role 'write:orders-*' --expires 90d", help: 'prints the token' },
      { command: 'sluice token list', help: 'ids, names, roles and when they end' },
      { command: 'sluice token revoke 1f0c2a9be4d37756', help: 'ends one, by its id' },
    ],
    notes: [
      "Clients send 'Authorization: Bearer TOKEN'; commands of sluice take SLUICE_TOKEN.",
      'Exit codes: 0 done, 1 the file is wrong or there is no such token, 2 wrong usage.',
    ],
  },
  options: {
    dataDir: {
      type: 'path',
      default: './.sluice',
      env: 'SLUICE_DATA_DIR',
      placeholder: 'DIR',
      help: 'Where state is kept.',
    },
    role: { type: 'list', placeholder: 'ROLE', help: 'What the token allows; may be repeated.' },
    expires: { type: 'string', placeholder: 'DURATION', default: '90d', help: 'When it ends: 12h, 90d, or never.' },
  },
  maxPositionals: 2,
  async run({ values, positionals, json, terminal }) {
    const [word, name] = positionals;
    const action = ACTIONS.find((known) => known === word);
    if (action === undefined || (action === 'list') !== (name === undefined)) {
      return refuse(terminal, json, 'expected: sluice token create NAME, sluice token revoke ID, or sluice token list');
    }
    const { AccessError, createToken, GRANT_FORMS, openFileTokenStore, parseGrant } =
      await import('@sluice/server/access');
    const store = openFileTokenStore(join(resolve(terminal.cwd, values.dataDir), 'tokens.json'));
    try {
      if (name === undefined) {
        terminal.writeOut(describeTokens(await store.list(), json));
        return EXIT.ok;
      }
      if (action === 'revoke') {
        if (await store.remove(name)) return EXIT.ok;
        writeErrors(terminal, json, [`${values.dataDir} has no token with the id ${name}`]);
        return EXIT.failed;
      }
      if (values.role.length === 0) return refuse(terminal, json, '--role is needed: what does the token allow?');
      const wrong = values.role.find((role) => parseGrant(role) === undefined);
      if (wrong !== undefined) return refuse(terminal, json, `--role '${wrong}': ${GRANT_FORMS}`);
      const lifeMs = readDuration(values.expires);
      if (lifeMs === undefined)
        return refuse(terminal, json, `--expires '${values.expires}': expected 12h, 90d or never`);
      const expiresAtMs = lifeMs === Number.POSITIVE_INFINITY ? undefined : Date.now() + lifeMs;
      const { text, record } = createToken({ name, roles: values.role, expiresAtMs });
      await store.add(record);
      terminal.writeOut(json ? `${JSON.stringify({ id: record.id, token: text })}\n` : `${text}\n`);
      return EXIT.ok;
    } catch (error) {
      if (!(error instanceof AccessError)) throw error;
      writeErrors(terminal, json, [error.message]);
      return EXIT.failed;
    }
  },
});

interface ListedToken {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
}

/** Never the hash: nobody needs it. */
function describeTokens(tokens: readonly ListedToken[], json: boolean): string {
  const rows = tokens.map(({ id, name, roles, createdAtMs, expiresAtMs }) => ({
    id,
    name,
    roles,
    created: new Date(createdAtMs).toISOString(),
    expires: expiresAtMs === undefined ? null : new Date(expiresAtMs).toISOString(),
  }));
  if (json) return `${JSON.stringify({ tokens: rows })}\n`;
  return rows
    .map(({ id, name, roles, expires }) => `${id}  ${name}  ${roles.join(', ')}  ${expires ?? 'never'}\n`)
    .join('');
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function readDuration(text: string): number | undefined {
  if (text === 'never') return Number.POSITIVE_INFINITY;
  const [, count = '', unit = ''] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  const unitMs = UNITS[unit];
  return unitMs === undefined ? undefined : Number(count) * unitMs;
}

function refuse(terminal: Terminal, json: boolean, message: string) {
  writeErrors(terminal, json, [message]);
  return EXIT.usage;
}
