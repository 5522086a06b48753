import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Generator } from './generators.ts';

/** Writes what each generator makes and removes from its place what it no longer makes. Answers the number of files. */
export async function writeGenerated(root: string, generators: readonly Generator[]): Promise<number> {
  let count = 0;
  for (const generator of generators) {
    const files = await generator.generate(root);
    for (const path of listFiles(root, generator.place)) {
      if (!files.has(path)) rmSync(join(root, path));
    }
    for (const [path, text] of files) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    count += files.size;
  }
  return count;
}

/** What on disk differs from what the generators make today: one line per file. */
export async function checkGenerated(root: string, generators: readonly Generator[]): Promise<string[]> {
  const findings: string[] = [];
  for (const generator of generators) {
    const files = await generator.generate(root);
    const present = listFiles(root, generator.place);
    findings.push(
      ...present.filter((path) => !files.has(path)).map((path) => `${path}: ${generator.name} no longer makes it`),
    );
    for (const [path, text] of files) {
      if (path !== generator.place && !path.startsWith(`${generator.place}/`)) {
        findings.push(`${path}: lies outside ${generator.place}`);
      }
      if (!present.includes(path)) findings.push(`${path}: missing`);
      else if (readFileSync(join(root, path), 'utf8') !== text) findings.push(`${path}: stale`);
    }
  }
  return findings;
}

function listFiles(root: string, place: string): string[] {
  if (!existsSync(join(root, place))) return [];
  if (place.endsWith('.md')) return [place];
  return readdirSync(join(root, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
