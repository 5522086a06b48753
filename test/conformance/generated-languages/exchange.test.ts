import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseSchema } from '@sluice/avro';
import { generateAvro } from '@sluice/codegen';
import { createAvroDeserializer, createAvroSerializer, createHttpSource, createRegistryClient } from '@sluice/serde';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runProgram } from '../../harness/run-program.ts';
import { startSluiceProcess } from '../../harness/sluice-process.ts';
import type { SluiceProcess } from '../../harness/sluice-process.ts';
import { describeRequiring, locate } from '../../requirements.ts';
import type { Requirement } from '../../requirements.ts';
import { createTopics, produceValues, readValues } from './broker-topics.ts';
import { VALUES } from './sample-values.ts';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../../..');
const CASES = join(ROOT, 'libs/codegen/test/python-and-go/cases');
const GO_MODULE = join(ROOT, 'test/conformance/clients/go');
const AVRO = { long: 'bigint' } as const;

/** The root types, and the package that Python has them in. */
const TYPES = {
  Click: { module: 'com.thingam.web', file: join(ROOT, 'schemas/click.avsc') },
  MachineSensor: { module: 'com.thingam.sensors', file: join(ROOT, 'schemas/machine-sensor.avsc') },
  MachineState: { module: 'com.thingam.sensors', file: join(ROOT, 'schemas/machine-state.avsc') },
  Kitchen: { module: 'com.thingam.kitchen', file: join(HERE, 'kitchen.avsc') },
  Reading: { module: 'com.thingam.evolution', file: join(HERE, 'reading-v2.avsc') },
} as const;
type TypeName = keyof typeof TYPES;

interface Program {
  readonly needs: readonly Requirement[];
  /** Writes what is generated into the folder, and builds it. */
  prepare(folder: string): Promise<void>;
  run(folder: string, args: readonly string[]): ReturnType<typeof runProgram>;
  /** Runs the generated round-trip tests of each case, and the language's own checks. */
  check(folder: string): Promise<void>;
  /** What a value that does not fit is refused with. */
  readonly refusal: string;
}

const PROGRAMS = {
  python: {
    needs: ['python-clients'],
    async prepare(folder) {
      writeGenerated('python', join(folder, 'gen'), Object.values(TYPES));
      cpSync(join(HERE, 'exchange.py'), join(folder, 'exchange.py'));
    },
    run: (folder, args) => runProgram(locate('python-clients') ?? '', [join(folder, 'exchange.py'), ...args]),
    async check(folder) {
      const modules = writeCases('python', folder).map((name) => `${name}.test_round_trip`);
      const code = `import sys, unittest; sys.path.insert(0, ${JSON.stringify(folder)}); unittest.main(None, argv=["", *sys.argv[1:]])`;
      await mustRun(locate('python-clients') ?? '', ['-W', 'error', '-c', code, 'gen.test_round_trip', ...modules]);
    },
    refusal: "value: expected a number, found str 'hot'",
  },
  go: {
    needs: ['go', 'go-clients'],
    async prepare(folder) {
      for (const file of ['go.mod', 'go.sum']) cpSync(join(GO_MODULE, file), join(folder, file));
      writeGenerated('go', join(folder, 'gen'), Object.values(TYPES));
      cpSync(join(HERE, 'go/main.go'), join(folder, 'main.go'));
      await mustRun('go', ['-C', folder, 'build', '-trimpath', '-o', 'exchange', '.'], 300_000);
    },
    run: (folder, args) => runProgram(join(folder, 'exchange'), args),
    async check(folder) {
      writeCases('go', folder);
      const unformatted = await mustRun('gofmt', ['-l', folder]);
      if (unformatted !== '') throw new Error(`gofmt would change ${unformatted}`);
      await mustRun('go', ['-C', folder, 'vet', '-trimpath', './...'], 300_000);
      await mustRun('go', ['-C', folder, 'test', '-trimpath', '-vet=off', './...'], 300_000);
    },
    refusal: 'State: avro: unknown enum symbol: BROKEN',
  },
} as const satisfies Record<string, Program>;
type Language = keyof typeof PROGRAMS;

for (const language of ['python', 'go'] as const) {
  const program: Program = PROGRAMS[language];
  describeRequiring(program.needs, `generated ${language}`, () => {
    let sluice: SluiceProcess;
    let folder: string;
    let stdout = '';

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), `sluice-generated-${language}-`));
      const tasks = Object.entries(TYPES).map(([name, { module }]) => ({
        name,
        module,
        from: `${name}-made-by-ts`,
        to: `${name}-sent-on`,
        count: name === 'Reading' ? 1 : VALUES[name as keyof typeof VALUES].length,
      }));
      [sluice] = await Promise.all([startSluiceProcess(), program.prepare(folder)]);
      await createTopics(sluice.kafka, [...tasks.flatMap(({ from, to }) => [from, to]), `made-by-${language}`]);
      const values = Object.entries(VALUES).flatMap(([name, items]) => items.map((value) => ({ name, value })));
      for (const { name, value } of values) await produce(name as TypeName, TYPES[name as TypeName].file, value);
      await produce('Reading', join(HERE, 'reading-v1.avsc'), { machine: 'Oven', value: 7, dropped: 'gone' });
      const result = await program.run(folder, [sluice.kafka, sluice.http, JSON.stringify(tasks)]);
      if (result.code !== 0) throw new Error(`${language}: ${result.stderr}`);
      stdout = result.stdout.toString();
    }, 360_000);

    afterAll(async () => {
      await sluice[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    });

    async function produce(name: TypeName, file: string, value: unknown): Promise<void> {
      const topic = `${name}-made-by-ts`;
      const registry = createRegistryClient({ url: sluice.http });
      const serializer = createAvroSerializer({ registry, topic, schema: readFileSync(file, 'utf8'), avro: AVRO });
      await serializer.prepare();
      await produceValues(sluice.kafka, [{ topic, value: serializer.serialize(value) }]);
    }

    async function read(topic: string, file: string, count: number): Promise<readonly unknown[]> {
      const source = createHttpSource(createRegistryClient({ url: sluice.http }));
      const readerSchema = readFileSync(file, 'utf8');
      const deserializer = createAvroDeserializer({ source, readerSchema, avro: AVRO });
      const values: unknown[] = [];
      for (const bytes of await readValues(sluice.kafka, topic, count))
        values.push(await deserializer.deserialize(bytes));
      return values;
    }

    it.each(Object.keys(VALUES) as (keyof typeof VALUES)[])('%s comes back as it was sent', async (name) => {
      expect(await read(`${name}-sent-on`, TYPES[name].file, VALUES[name].length)).toEqual(VALUES[name]);
    });

    it('reads what an earlier version wrote: renamed, promoted, dropped and new fields', async () => {
      const expected = [{ machine: 'Oven', amount: 7, units: 'C', tags: ['new'], limit: null }];
      expect(await read('Reading-sent-on', TYPES.Reading.file, 1)).toEqual(expected);
    });

    it('writes values of its own, which a later version reads', async () => {
      const later = join(folder, 'later.avsc');
      writeFileSync(later, addField(TYPES.MachineSensor.file, { name: 'note', type: 'string', default: 'none' }));
      const expected = [{ machine: 'Oven', sensor: 'Temp', value: 1.5, units: 'C', note: 'none' }];
      expect(await read(`made-by-${language}`, later, 1)).toEqual(expected);
    });

    it('names the field of a value that does not fit', () => {
      expect(stdout.trim()).toContain(program.refusal);
    });

    it('passes the tests that come with it', async () => program.check(folder), 360_000);
  });
}

function writeGenerated(language: Language, folder: string, types: readonly { readonly file: string }[]): void {
  const schemas = types.map(({ file }) => parseSchema(readFileSync(file, 'utf8')));
  for (const { path, text } of generateAvro(schemas, { language, header: 'sluice generate --avro schemas' })) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

/** A folder for each case of the golden files; their names. */
function writeCases(language: Language, folder: string): readonly string[] {
  return readdirSync(CASES).map((file) => {
    const name = `case_${file.replace('.avsc', '').replaceAll('-', '_')}`;
    writeGenerated(language, join(folder, name), [{ file: join(CASES, file) }]);
    return name;
  });
}

function addField(file: string, field: object): string {
  const schema = JSON.parse(readFileSync(file, 'utf8')) as { fields: object[] };
  return JSON.stringify({ ...schema, fields: [...schema.fields, field] });
}

/** Its standard output. */
async function mustRun(program: string, args: readonly string[], timeoutMs = 60_000): Promise<string> {
  const { code, stdout, stderr } = await runProgram(program, args, { timeoutMs });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${code}\n${stdout.toString()}${stderr}`);
  return stdout.toString();
}
