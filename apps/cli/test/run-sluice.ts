import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from '../src/run-cli.ts';

const BIN = fileURLToPath(new URL('../bin/sluice.mjs', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** A project in a folder of its own. */
export interface TestProject extends AsyncDisposable {
  readonly folder: string;
  path(name: string): string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  read(name: string): Promise<string>;
  /** Files below a folder of the project, sorted. */
  list(folder: string): readonly string[];
  /** Runs a command in this process, in the project's folder or the one in it that `cwd` names. */
  run(argv: readonly string[], cwd?: string): Promise<Outcome>;
  /** As `run`, in a process of its own. */
  spawn(argv: readonly string[], cwd?: string): Promise<Outcome>;
}

/** Makes a project of these files; it is removed when disposed. */
export async function createProject(files: Readonly<Record<string, string>> = {}): Promise<TestProject> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sluice-cli-')));
  const path = (name: string): string => join(folder, name);
  const write = async (texts: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(texts)) {
      await mkdir(dirname(path(name)), { recursive: true });
      await writeFile(path(name), text);
    }
  };
  await write({ 'package.json': '{}\n', ...files });
  return {
    folder,
    path,
    write,
    read: (name) => readFile(path(name), 'utf8'),
    list: (inner) =>
      readdirSync(path(inner), { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => relative(path(inner), join(entry.parentPath, entry.name)))
        .toSorted(),
    async run(argv, cwd = '.') {
      let out = '';
      let error = '';
      const code = await runCli(argv, {
        env: {},
        cwd: path(cwd),
        writeOut: (text) => void (out += text),
        writeError: (text) => void (error += text),
      });
      return { code, out, error };
    },
    spawn: (argv, cwd = '.') =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [BIN, ...argv], { cwd: path(cwd), stdio: ['ignore', 'pipe', 'pipe'] });
        let out = '';
        let error = '';
        child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
        child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
        child.once('error', reject);
        child.once('close', (code) => resolve({ code, out, error }));
      }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export const READING = `{
  "type": "record",
  "name": "Reading",
  "namespace": "com.thingam",
  "fields": [
    { "name": "machine", "type": "string" },
    { "name": "value", "type": "float" }
  ]
}
`;

/** A document in a folder, which refers to a schema in another. */
export const DOCUMENT = `asyncapi: 3.0.0
info: { title: Readings, version: 1.0.0 }
channels:
  readings:
    address: readings
    messages:
      Reading:
        payload:
          schemaFormat: application/vnd.apache.avro;version=1.9.0
          schema: { $ref: ../schemas/reading.avsc }
operations:
  sendReading:
    action: send
    channel: { $ref: '#/channels/readings' }
`;

export const FILES = { 'asyncapi/readings.yaml': DOCUMENT, 'schemas/reading.avsc': READING };
