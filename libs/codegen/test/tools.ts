import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { GeneratedFile } from '@sluice/codegen';

const ROOT = resolve(import.meta.dirname, '../../..');

/** A folder outside the repository with the repository's packages, for generated files; to be removed. */
export function createOutput(): Output {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-codegen-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: { noImplicitReturns: true, noPropertyAccessFromIndexSignature: true },
    include: ['src'],
    exclude: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  return {
    folder,
    write(prefix, files) {
      for (const { path, text } of files) {
        const target = join(folder, 'src', prefix, path);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, text);
      }
    },
    compile: () => run(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder, '--pretty', 'false'),
    lint: (isTypeAware = true) =>
      run(
        join(ROOT, 'node_modules/oxlint/bin/oxlint'),
        '-c',
        join(ROOT, '.oxlintrc.json'),
        ...(isTypeAware ? ['--type-aware'] : []),
        '--deny-warnings',
        join(folder, 'src'),
      ),
    format: () =>
      run(
        join(ROOT, 'node_modules/oxfmt/bin/oxfmt'),
        '-c',
        join(ROOT, '.oxfmtrc.json'),
        '--list-different',
        join(folder, 'src'),
      ),
    test: () => run('--test', '--test-isolation=none', '--test-reporter=tap', join(folder, 'src/**/*.test.ts')),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Output {
  readonly folder: string;
  /** Writes files below a folder of `src`. */
  write(prefix: string, files: readonly GeneratedFile[]): void;
  compile(): Promise<Outcome>;
  lint(isTypeAware?: boolean): Promise<Outcome>;
  format(): Promise<Outcome>;
  /** `node --test` of all of them in one process. */
  test(): Promise<Outcome>;
  close(): void;
}

export interface Outcome {
  readonly ok: boolean;
  readonly text: string;
}

function run(...args: string[]): Promise<Outcome> {
  // A test runner in a test runner would report to the outer one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return new Promise((settle) => {
    execFile(process.execPath, args, { env: { ...env, NO_COLOR: '1' }, maxBuffer: 64 << 20 }, (error, stdout, stderr) =>
      settle({ ok: error === null, text: stdout + stderr }),
    );
  });
}
