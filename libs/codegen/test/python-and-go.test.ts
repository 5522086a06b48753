import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { loadModel } from '@sluice/asyncapi';
import { CodegenError, generateAvro, generateModel } from '@sluice/codegen';
import type { GeneratedFile } from '@sluice/codegen';
import { parseSchema } from '@sluice/avro';
import { describe, expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, 'python-and-go');
const CASES = readdirSync(join(FOLDER, 'cases')).map((file) => file.replace('.avsc', ''));
const LANGUAGES = ['python', 'go'] as const;
type OtherLanguage = (typeof LANGUAGES)[number];

/** The same for every schema: one case has them, to be looked at, and the tests. */
const SAME = /^(avro_\w+|serde)\.(py|go)$|round_trip/;

const HEADER = 'sluice generate --avro cases --out gen';

function generateCase(name: string, language: OtherLanguage): readonly GeneratedFile[] {
  const text = readFileSync(join(FOLDER, 'cases', `${name}.avsc`), 'utf8');
  return generateAvro([parseSchema(text)], { language, header: HEADER });
}

describe.each(LANGUAGES)('%s: what is generated is what stands in golden/ (UPDATE_GOLDEN=1 writes it)', (language) => {
  it.each(CASES)('%s', (name) => {
    const folder = join(FOLDER, 'golden', name, language);
    const files = generateCase(name, language).filter(({ path }) => name === 'records' || !SAME.test(path));
    if (process.env['UPDATE_GOLDEN'] === '1') writeGolden(folder, files);
    expect(listFiles(folder)).toEqual(files.map(({ path }) => path).toSorted());
    for (const { path, text } of files) expect(readFileSync(join(folder, path), 'utf8'), path).toBe(text);
  });

  it('is the same another time, and begins with the command', () => {
    const comment = language === 'go' ? '//' : '#';
    for (const name of CASES) {
      const files = generateCase(name, language);
      expect(generateCase(name, language)).toEqual(files);
      for (const { path, text } of files) {
        expect(text.split('\n')[0], path).toBe(`${comment} Made by \`${HEADER}\`; edit its source instead.`);
      }
    }
  });

  it('is the same from a document as from the Avro schemas of its payloads', async () => {
    const root = join(import.meta.dirname, '../../..');
    const readRoot = async (path: string): Promise<string> => readFileSync(join(root, path), 'utf8');
    const model = await loadModel({ path: 'asyncapi/thingam.yaml', readFile: readRoot, root: '' });
    const fromDocument = generateModel(model, { language, header: HEADER });
    const schemas = ['machine-sensor', 'machine-state'].map((name) =>
      parseSchema(readFileSync(join(root, `schemas/${name}.avsc`), 'utf8')),
    );
    expect(fromDocument).toEqual(generateAvro(schemas, { language, header: HEADER }));
  });

  it('refuses two definitions of one name that differ, and takes one twice', () => {
    const fixed = (size: number): ReturnType<typeof parseSchema> =>
      parseSchema(`{"type":"fixed","name":"a.B","size":${size}}`);
    const generate = (sizes: readonly number[]): readonly GeneratedFile[] =>
      generateAvro(sizes.map(fixed), { language, header: HEADER });
    expect(() => generate([4, 5])).toThrow('a.B: two definitions of this name differ');
    expect(generate([4, 4])).toEqual(generate([4]));
  });
});

describe('unions whose branches a library would take for each other', () => {
  const UNIONS = {
    python: ['{"type":"fixed","name":"a.X","size":4}', '{"type":"fixed","name":"b.X","size":4}'],
    go: ['A', 'B'].map((name) => `{"type":"fixed","name":"${name}","size":4,"logicalType":"decimal","precision":4}`),
  };

  it.each(LANGUAGES)('are refused in %s, not in the other', (language) => {
    const schema = parseSchema(
      `{"type":"record","name":"R","fields":[{"name":"f","type":[${UNIONS[language].join(',')}]}]}`,
    );
    for (const other of LANGUAGES) {
      const generate = (): readonly GeneratedFile[] => generateAvro([schema], { language: other, header: HEADER });
      if (other === language) expect(generate).toThrow(CodegenError);
      else expect(generate().length).toBeGreaterThan(0);
    }
  });
});

function writeGolden(folder: string, files: readonly GeneratedFile[]): void {
  rmSync(folder, { recursive: true, force: true });
  for (const { path, text } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

function listFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}
