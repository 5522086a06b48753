import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { checkLevel } from '@sluice/formats';
import type { CompatibilityLevel } from '@sluice/formats';
import { avroFormat } from '@sluice/formats/avro';
import { describe, expect, it } from 'vitest';

const SCHEMAS = new URL('../../schemas/', import.meta.url);
const HISTORY = new URL('history/', SCHEMAS);

const readVersion = async (name: string) =>
  avroFormat.parse(await readFile(new URL(`machine-sensor.${name}.avsc`, HISTORY), 'utf8'));

async function checkNext(level: CompatibilityLevel, candidate: string, ...previousNewestFirst: string[]) {
  const previous = await Promise.all(previousNewestFirst.map(readVersion));
  const findings = checkLevel(avroFormat, level, await readVersion(candidate), previous);
  return findings.map(({ candidateIs, finding }) => `${candidateIs} ${finding.type} ${finding.path}`);
}

describe('schemas/history', () => {
  it('begins with the schema that the factory speaks', async () => {
    const today = await readFile(new URL('machine-sensor.avsc', SCHEMAS), 'utf8');
    expect(await readFile(new URL('machine-sensor.v1.avsc', HISTORY), 'utf8')).toBe(today);
  });

  const files = readdirSync(HISTORY).filter((name) => name.endsWith('.avsc'));
  it.each(files)('%s is told of in the README', async (name) => {
    expect(await readFile(new URL('README.md', HISTORY), 'utf8')).toContain(`\`${name}\``);
  });

  it('goes from version to version with every reader reading every writer', async () => {
    expect(await checkNext('FULL_TRANSITIVE', 'v2', 'v1')).toEqual([]);
    expect(await checkNext('FULL_TRANSITIVE', 'v3', 'v2', 'v1')).toEqual([]);
  });

  it.each<[CompatibilityLevel, string[]]>([
    ['NONE', []],
    ['BACKWARD', ['reader READER_FIELD_MISSING_DEFAULT_VALUE /fields/0']],
    ['FORWARD', ['writer READER_FIELD_MISSING_DEFAULT_VALUE /fields/0']],
    [
      'FULL_TRANSITIVE',
      ['writer READER_FIELD_MISSING_DEFAULT_VALUE /fields/0', 'reader READER_FIELD_MISSING_DEFAULT_VALUE /fields/0'],
    ],
  ])('refuses the plain rename under %s for its reason', async (level, findings) => {
    expect(await checkNext(level, 'refused', 'v3', 'v2', 'v1')).toEqual(findings);
  });
});
