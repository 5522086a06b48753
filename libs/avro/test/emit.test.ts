import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { emitCodec, parseSchema } from '@sluice/avro';
import type { EmitOptions } from '@sluice/avro';
import * as runtime from '@sluice/avro/emitted';
import { planCodec, planResolver } from '../src/plan/build-plan.ts';
import { printProduct } from '../src/print/compile.ts';
import * as wire from '../src/wire/index.ts';
import { schemaJson } from './arbitraries.ts';
import { MODULES } from './emit-modules.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const PRODUCTS = ['encode', 'decode', 'validate'] as const;

describe('an emitted module without its types', () => {
  it.each(Object.entries(MODULES))('is the text of run time: %s', (name, { schema, options }) => {
    const module = stripTypeScriptTypes(emitCodec(schema, { name, ...options }));
    const plan = planCodec(schema, options.options ?? {});
    for (const product of PRODUCTS)
      expect(module).toContain(`${printProduct(plan, product, 'bare').text}\nreturn ${product};`);
    for (const { writer } of options.readers ?? []) {
      const resolver = planResolver(writer, schema, options.options ?? {});
      expect(module).toContain(printProduct(resolver, 'decode', 'bare').text);
    }
  });

  it('is so whatever the schema', () => {
    fc.assert(
      fc.property(schemaJson, (json) => {
        const plan = planCodec(parseSchema(JSON.stringify(json)), { long: 'bigint' });
        for (const product of PRODUCTS) {
          expect(stripTypeScriptTypes(printProduct(plan, product, 'typed').text)).toBe(
            printProduct(plan, product, 'bare').text,
          );
        }
      }),
    );
  });
});

describe('emitted modules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-emit-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are taken by the strictest compiler', async () => {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'gen'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const config = {
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: { noImplicitReturns: true, noPropertyAccessFromIndexSignature: true },
      include: ['gen'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    for (const [name, { schema, options }] of Object.entries(MODULES)) {
      writeFileSync(join(folder, 'gen', `${name}.codec.ts`), emitCodec(schema, { name, ...options }));
    }
    for (const [index, json] of fc.sample(schemaJson, { numRuns: 25, seed: 1 }).entries()) {
      const text = emitCodec(parseSchema(JSON.stringify(json)), { name: 'codec' });
      writeFileSync(join(folder, 'gen', `sample-${index}.codec.ts`), text);
    }
    expect(await compile(folder)).toBe('');
  });
});

/** What the compiler says of the modules themselves. */
function compile(folder: string): Promise<string> {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  return new Promise((settle) => {
    execFile(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], (_, stdout, stderr) =>
      settle(stdout + stderr),
    );
  });
}

describe('what emitted modules import', () => {
  it('has all that printed code calls', () => {
    expect(Object.keys(runtime)).toEqual(expect.arrayContaining(Object.keys(wire)));
  });

  it('brings no printer along', () => {
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      for (const [, from = ''] of readFileSync(path, 'utf8').matchAll(
        /^(?:import|export) (?!type)[^;]*? from '(\..*?)';/gm,
      )) {
        visit(resolve(dirname(path), from));
      }
    };
    visit(join(ROOT, 'libs/avro/src/emit/emitted.ts'));
    expect(seen.size).toBeGreaterThan(10);
    expect([...seen].filter((path) => path.includes('/print/'))).toEqual([]);
  });
});

describe('names', () => {
  const schema = parseSchema('"int"');
  it.each<[string, Omit<EmitOptions, 'name'>]>([
    ['class', {}],
    ['a-b', {}],
    ['readLong', {}],
    ['Codec', {}],
    ['same', { readers: [{ name: 'same', writer: schema }] }],
  ])('cannot be %s', (name, options) => {
    expect(() => emitCodec(schema, { name, ...options })).toThrow(JSON.stringify(name).slice(1, -1));
  });

  it('of logical types must be said where from', () => {
    const { schema, options } = MODULES['logicals'] ?? { schema: undefined, options: {} };
    expect(() => schema && emitCodec(schema, { name: 'codec', options: options.options ?? {} })).toThrow(
      /which module/,
    );
  });
});
