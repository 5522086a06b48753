import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Starts a registry with hooks that note each package loaded, registers schemas, and says what was there when. */
const PROGRAM = `
import { registerHooks } from 'node:module';
const packages = new Set();
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const [, name] = /\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\/(?!.*\\/node_modules\\/)/.exec(found.url) ?? [];
    const [, language] = /\\/libs\\/formats\\/src\\/([^/]+)\\//.exec(found.url) ?? [];
    for (const each of [name, language]) if (each !== undefined) packages.add(each);
    return found;
  },
});
const { startSluice } = await import('@sluice/server');
const { createLogger } = await import('@sluice/runtime');
const logger = createLogger({ destination: { write() {} }, pretty: false });
const sluice = await startSluice({ ephemeral: true, only: 'registry', http: { host: '127.0.0.1', port: 0 }, logger });
const seen = { start: [...packages] };
for (const [schemaType, schema] of [
  ['AVRO', '"int"'],
  ['JSON', '{"type":"string"}'],
  ['PROTOBUF', 'syntax = "proto3"; message A {}'],
]) {
  packages.clear();
  const response = await fetch(sluice.http.url + '/subjects/' + schemaType + '/versions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schemaType, schema }),
  });
  if (response.status !== 200) throw new Error(await response.text());
  seen[schemaType] = [...packages];
}
console.log(JSON.stringify(seen));
await sluice.close();
`;

describe('a start', () => {
  it('loads no schema language before its first schema', async () => {
    const args = ['--input-type=module', '--eval', PROGRAM];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
    const seen = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, string[]>;
    const languages = (names: readonly string[] = []) =>
      names.filter((name) => /^(ajv|json-schema|protobuf)/.test(name)).toSorted();
    expect(seen['start']).toContain('hono');
    expect(languages(seen['start'])).toEqual([]);
    expect(languages(seen['AVRO'])).toEqual([]);
    expect(languages(seen['JSON'])).toEqual(expect.arrayContaining(['ajv', 'json-schema']));
    expect(languages(seen['PROTOBUF'])).toContain('protobuf');
  }, 30_000);
});
