import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How a user's relative imports end, and the compiler options of a project that has it so. */
export const PROJECTS = {
  ts: { module: 'nodenext', allowImportingTsExtensions: true, noEmit: true },
  js: { module: 'nodenext' },
  none: { module: 'esnext', moduleResolution: 'bundler', noEmit: true },
} as const;

export type ImportExtension = keyof typeof PROJECTS;

/** What a careful user sets beside: declarations of libraries are checked as well. */
const STRICT = {
  target: 'es2022',
  types: ['node'],
  rootDir: '.',
  strict: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
};

/** Writes a project into `folder`, where `gen/` is to be generated. `entries` are what packages export. */
export async function writeProject(
  folder: string,
  importExtension: ImportExtension,
  entries: readonly string[],
): Promise<void> {
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ private: true, type: 'module' }),
    'tsconfig.json': JSON.stringify({ compilerOptions: { ...STRICT, ...PROJECTS[importExtension] } }),
    'entries.ts': entries.map((entry, index) => `import type * as entry${index} from '${entry}';\n`).join(''),
    'exchange.ts': EXCHANGE.replaceAll('./gen/index', importExtension === 'none' ? '$&' : `$&.${importExtension}`),
  };
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

/** The document that everything here is generated from, as seen from the user's folder. */
export const DOCUMENT = 'asyncapi/thingam.yaml';

/** Generates with the libraries: `node generate.mjs EXTENSION HEADER FOLDER`. */
export const GENERATE = `
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadModel } from '@sluice/asyncapi';
import { parseSchema } from '@sluice/avro';
import { generateModel } from '@sluice/codegen';

const [importExtension, header, folder] = process.argv.slice(2);
const readText = (path) => readFile(join(import.meta.dirname, path), 'utf8');
const model = await loadModel({ path: '${DOCUMENT}', root: '.', readFile: readText });
const writers = [];
for (const file of (await readdir(join(import.meta.dirname, 'schemas/history'))).sort()) {
  const [, name, end] = file.split('.');
  if (end !== 'avsc') continue;
  writers.push({ name, schema: parseSchema(await readText('schemas/history/' + file)) });
}
for (const { path, text } of generateModel(model, { language: 'ts', importExtension, header, writers })) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}
`;

/** Sends readings, tries one that does not fit, and reads those sent: `node exchange.js BROKER REGISTRY` prints both. */
const EXCHANGE = `
import { connect, MachineSensorConsumer, MachineSensorProducer } from './gen/index';
import type { IncomingMachineSensor, MachineSensor } from './gen/index';

const [broker = '', registry = ''] = process.argv.slice(2);
const connection = connect({ brokers: [broker], registry });
const producer = new MachineSensorProducer({ connection });
await producer.ensureTopic();
const readings = [180.5, 181, 0.25].map(
  (value): MachineSensor => ({ machine: 'SuperOven3000', sensor: 'OvenTemp', value, units: 'C' }),
);
for (const reading of readings) await producer.send(reading, { key: reading.machine });
let refusal: unknown;
try {
  // @ts-expect-error: it has no units
  await producer.send({ machine: 'MixMaster', sensor: 'Speed', value: 1 }, { key: 'MixMaster' });
} catch (error) {
  refusal = error instanceof Error ? error.message : error;
}
await producer.close();

const consumer = new MachineSensorConsumer({ connection, group: 'packed' });
const stop = new AbortController();
const received: (readonly [string, MachineSensor])[] = [];
const handler = ({ key, value }: IncomingMachineSensor): void => {
  received.push([key, value]);
  if (received.length === readings.length) stop.abort();
};
await consumer.run(handler, { fromBeginning: true, signal: stop.signal });
await consumer.close();
await connection.close();
console.log(JSON.stringify({ received, refusal }));
`;
