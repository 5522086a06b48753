import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonValue } from '@sluice/avro';
import type { Model } from '@sluice/asyncapi';

const FOLDER = join(import.meta.dirname, 'fixtures');

/** Every document under fixtures/; what they refer to lies in its folder `files`. */
export const FIXTURES: readonly string[] = readdirSync(FOLDER).filter((name) => /\.(?:yaml|json)$/u.test(name));

export function readFixture(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

/** A fixture as a source: its folder is the root, and paths in findings are relative to it. */
export function fixtureSource(name: string): { path: string; readFile: (path: string) => Promise<string> } {
  return { path: name, readFile: (path) => readFile(join(FOLDER, path), 'utf8') };
}

/** Files that exist in a test only. */
export function filesSource(
  files: Readonly<Record<string, string>>,
  path = 'main.yaml',
): { path: string; readFile: (path: string) => Promise<string> } {
  return {
    path,
    readFile: (name) => {
      const text = Object.hasOwn(files, name) ? files[name] : undefined;
      return text === undefined ? Promise.reject(new Error('no such file')) : Promise.resolve(text);
    },
  };
}

/** What of a model does not depend on how it was written, as JSON; big integers as text. */
export function comparable(model: Model): JsonValue {
  const drop = new Set(['place', 'source', 'registryRefs']);
  return JSON.parse(
    JSON.stringify(model, (key, value: unknown) => {
      if (drop.has(key)) return undefined;
      return typeof value === 'bigint' ? `${value}n` : value;
    }),
  ) as JsonValue;
}
