import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { GeneratedFile } from '@sluice/codegen';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standaloneRuntime } from '@sluice/codegen/standalone';
import { DOCUMENTS, generateDocument } from './clients/generate-document.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

describe.each(DOCUMENTS)('%s', (name) => {
  it('gives the files of its golden file, and always the same', async () => {
    const files = await generateDocument(name);
    const text = files.filter(isReadable).map(({ path, text }) => `==> ${path}\n${text}`);
    await expect(text.join('\n')).toMatchFileSnapshot(`clients/golden/${name}.golden`);
    expect(await generateDocument(name)).toEqual(files);
  });
});

/** Codecs are compiled text, which tests of their own hold. */
function isReadable({ path }: GeneratedFile): boolean {
  return !path.endsWith('.codec.ts') && !path.endsWith('.test.ts');
}

describe('what is generated', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-clients-'));
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const cases = DOCUMENTS.flatMap((name, index) => [
      { name, place: `document-${index}`, options: {} },
      // Each with one of the clients that are here to compile against, and with logical types.
      {
        name,
        place: `document-standalone-${index}`,
        options: { standalone: standaloneRuntime, logicalTypes: index % 2 === 0 ? 'date' : 'none' } as const,
      },
    ]);
    for (const { name, place, options } of cases) {
      for (const { path, text } of await generateDocument(name, options)) {
        const file = join(folder, place, path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, text);
      }
    }
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('compiles under the strictest options', { timeout: 120_000 }, async () => {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const output = await run(process.execPath, [tsc, '-p', folder], { cwd: folder }).then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    );
    expect(output).toBe('');
  });

  it.each([
    ['the formatter', ['node_modules/oxfmt/bin/oxfmt', '--check', '-c', join(ROOT, '.oxfmtrc.json')]],
    ['the linter', ['node_modules/oxlint/bin/oxlint', '-c', join(ROOT, '.oxlintrc.json')]],
  ])('leaves nothing to %s', { timeout: 60_000 }, async (_, [program = '', ...args]) => {
    const only = DOCUMENTS.flatMap((_, index) => [
      join(folder, `document-${index}`, 'clients'),
      join(folder, `document-${index}`, 'connection.ts'),
    ]);
    const { status, output } = await run(process.execPath, [join(ROOT, program), ...args, ...only], {
      cwd: folder,
    }).then(
      ({ stdout }) => ({ status: 0, output: stdout }),
      ({ stdout, stderr }: { stdout: string; stderr: string }) => ({ status: 1, output: stdout + stderr }),
    );
    expect(status, output).toBe(0);
  });
});

const TSCONFIG = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    lib: ['es2024', 'esnext.disposable', 'esnext.iterator'],
    types: ['node'],
    noEmit: true,
    strict: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitOverride: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    isolatedModules: true,
    skipLibCheck: true,
  },
  include: ['document-*/**/*'],
};

describe('options', () => {
  it.each(['platformatic', 'kafkajs', 'confluent'] as const)(
    '%s is all that connection.ts imports but serde',
    async (client) => {
      const files = await generateDocument('3.0-avro.json', { client });
      const foreign = files.flatMap(({ text }) =>
        Array.from(text.matchAll(/ from '([^.'][^']*)'/g), ([, from]) => from),
      );
      const allowed = {
        platformatic: '@platformatic/kafka',
        kafkajs: 'kafkajs',
        confluent: '@confluentinc/kafka-javascript',
      };
      const known = ['@sluice/serde/clients', '@sluice/serde/emitted', 'node:assert/strict', 'node:test'];
      expect(new Set(foreign.filter((name) => !known.includes(name ?? '')))).toEqual(new Set([allowed[client]]));
    },
  );

  it.each([
    ['js', '../connection.js'],
    ['none', '../connection'],
  ] as const)('imports end as asked for: %s', async (importExtension, expected) => {
    const files = await generateDocument('2.0-minimal.yaml', { importExtension });
    expect(files.find(({ path }) => path.startsWith('clients/ticks'))?.text).toContain(`from '${expected}'`);
  });
});
