import { readFileSync } from 'node:fs';

const SCHEMAS = new URL('../../../schemas/', import.meta.url);

/** The text of a file under schemas/. */
export function readSchema(path: string): string {
  return readFileSync(new URL(path, SCHEMAS), 'utf8');
}
