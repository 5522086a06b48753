import type { Logger } from '@sluice/runtime';
import { AccessError } from './access-error.ts';
import { createFileView, parseSecretJson } from './file-view.ts';
import { changeFile } from './locked-file.ts';
import { readGrants, readNumber, readObject, readText, readTexts } from './read-config.ts';
import type { TokenRecord, TokenStore } from './token-store.ts';

const LATEST_MS = 8.64e15;
const MAX_TOKENS = 10_000;

/** Keeps tokens in a file of JSON. A process that has it open sees what another one changes within half a second. */
export function openFileTokenStore(path: string, logger?: Logger): TokenStore {
  const view = createFileView({ path, parse: parseTokens, missing: new Map<string, TokenRecord>(), logger });
  return {
    find: async (id) => (await view.read()).get(id),
    list: async () => [...(await view.read()).values()],
    add: (record) =>
      changeFile(path, (text) => {
        const tokens = read(path, text);
        if (tokens.size >= MAX_TOKENS) throw new AccessError(`${path} has ${MAX_TOKENS} tokens: revoke some`);
        return format(new Map([...tokens, [record.id, record]]));
      }),
    async remove(id) {
      let found = false;
      await changeFile(path, (text) => {
        const tokens = new Map(read(path, text));
        found = tokens.delete(id);
        return format(tokens);
      });
      return found;
    },
  };
}

function read(path: string, text: string | undefined): ReadonlyMap<string, TokenRecord> {
  try {
    return text === undefined ? new Map() : parseTokens(text);
  } catch (error) {
    throw error instanceof AccessError ? new AccessError(`${path}: ${error.message}`) : error;
  }
}

function format(tokens: ReadonlyMap<string, TokenRecord>): string {
  return `${JSON.stringify({ version: 1, tokens: [...tokens.values()] }, null, 2)}\n`;
}

function parseTokens(text: string): ReadonlyMap<string, TokenRecord> {
  const file = readObject(parseSecretJson(text), 'the file', ['version', 'tokens']);
  const { version, tokens } = file;
  if (version !== 1 || !Array.isArray(tokens)) throw new AccessError('expected the version 1 and a list of tokens');
  const records = tokens.map((token: unknown, index) => readToken(token, `tokens[${index}]`));
  return new Map(records.map((record) => [record.id, record]));
}

function readToken(value: unknown, where: string): TokenRecord {
  const token = readObject(value, where, ['id', 'name', 'roles', 'hash', 'createdAtMs', 'expiresAtMs']);
  const time = { min: 0, max: LATEST_MS };
  const { expiresAtMs } = token;
  const roles = readTexts(token['roles'], `${where}.roles`);
  readGrants(roles, `${where}.roles`);
  return {
    id: readText(token['id'], `${where}.id`),
    name: readText(token['name'], `${where}.name`),
    roles,
    hash: readText(token['hash'], `${where}.hash`),
    createdAtMs: readNumber(token['createdAtMs'], `${where}.createdAtMs`, time),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs: readNumber(expiresAtMs, `${where}.expiresAtMs`, time) }),
  };
}
