import { defineCommand } from '../command.ts';
import type { CommandInput } from '../command.ts';
import { answerErrors, sayError } from '../documents/answer-errors.ts';
import { checkSources, generateFiles } from '../documents/generate-files.ts';
import { GENERATE_OPTIONS, readGenerateOptions } from '../documents/generate-options.ts';
import { compareOutput, updateOutput } from '../documents/output-folder.ts';
import type { OutputState } from '../documents/output-folder.ts';
import { findProject } from '../documents/project.ts';
import type { Project } from '../documents/project.ts';
import { createInputs } from '../documents/read-inputs.ts';
import type { Inputs } from '../documents/read-inputs.ts';
import { UsageError } from '../documents/usage-error.ts';
import { watchInputs } from '../documents/watch-inputs.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';

export const generate = defineCommand({
  help: {
    usage: 'sluice generate (--in DOC | --avro PATH | --registry URL --subject NAME) --out DIR [options]',
    summary:
      'Generates typed clients, types, codecs and their tests from an AsyncAPI document, from Avro schemas, or from ' +
      'subjects of a registry. Files are written only where their text changed.',
    examples: [
      { command: 'sluice generate --in asyncapi/thingam.yaml --out src/gen', help: 'clients for @platformatic/kafka' },
      {
        command: 'sluice generate --avro schemas --out src/gen --long bigint',
        help: 'types and codecs of all schemas',
      },
      {
        command: 'sluice generate --registry http://127.0.0.1:8081 --subject orders-value --out gen --lang go',
        help: 'a Go package from what is registered',
      },
      {
        command: 'sluice generate --in asyncapi/thingam.yaml --out src/gen --check',
        help: 'for CI: is it all up to date?',
      },
    ],
    notes: [
      'Documents may refer to files anywhere in the project: in the nearest folder above with a .git or a package.json, ' +
        'or in --root. In --out, files that an earlier run made and this one does not are removed; files that sluice ' +
        'did not make are never touched, and nothing is written through symbolic links.',
      'Earlier versions of Avro schemas get resolvers of their own: those in folders named history beside the .avsc files, ' +
        'and those that --registry has. With --standalone nothing else can be read: what is written with another version ' +
        'is refused by its schema id.',
      'Exit codes: 0 generated or up to date, 1 invalid source or not up to date, 2 wrong usage, 3 the registry did not ' +
        'answer, 4 it refused.',
    ],
  },
  options: GENERATE_OPTIONS,
  run: (input) => answerErrors(input, () => runGenerate(input)),
});

type Input = CommandInput<typeof GENERATE_OPTIONS>;

async function runGenerate(input: Input): Promise<ExitCode> {
  const { values, terminal, json } = input;
  checkSources(values);
  if (values.check && values.watch) throw new UsageError('--check and --watch: one of them');
  const project = findProject(terminal.cwd, values.root);
  if (values.watch) return watchAndGenerate(input, project);
  const { state, update } = await prepare(input, project, createInputs(project));
  if (values.check) {
    terminal.writeOut(describeCheck(state, json));
    return isUpToDate(state) ? EXIT.ok : EXIT.failed;
  }
  await update();
  const text = describeUpdate(project.show(values.out), state, json);
  if (json) terminal.writeOut(text);
  else terminal.writeError(text);
  return EXIT.ok;
}

interface Prepared {
  readonly state: OutputState;
  readonly update: () => Promise<void>;
}

async function prepare({ values, terminal }: Input, project: Project, inputs: Inputs): Promise<Prepared> {
  const { options, out } = readGenerateOptions(values, project);
  // Loaded when asked for: it is longer than all the rest of this command.
  const standalone = values.standalone ? (await import('@sluice/codegen/standalone')).standaloneRuntime : undefined;
  const whole = standalone === undefined ? options : { ...options, standalone };
  const { files, notes } = await generateFiles(values, whole, project, inputs);
  for (const note of notes) terminal.writeError(`sluice: ${note}\n`);
  const folder = project.resolve(values.out);
  const state = await compareOutput(project, folder, out, files);
  return { state, update: () => updateOutput(project, folder, files, state) };
}

/** Generates now and after each change; ends with Ctrl-C. What is wrong with a source is said, and waited for to change. */
async function watchAndGenerate(input: Input, project: Project): Promise<ExitCode> {
  const { values, terminal, json } = input;
  if (values.in === undefined && values.avro.length === 0) throw new UsageError('--watch needs --in or --avro');
  const watcher = watchInputs();
  const stop = (): void => watcher.close();
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    for (let inputs = createInputs(project); ; inputs = createInputs(project)) {
      try {
        const { state, update } = await prepare(input, project, inputs);
        await update();
        terminal.writeOut(describeUpdate(project.show(values.out), state, json));
      } catch (error) {
        const code = sayError(terminal, json, error);
        if (code === EXIT.usage) return code;
      }
      if (inputs.states.size === 0) throw new UsageError('nothing to watch');
      if (!(await watcher.waitForChange(inputs.states))) return EXIT.ok;
    }
  } finally {
    watcher.close();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function isUpToDate({ stale, missing, leftOver }: OutputState): boolean {
  return stale.length + missing.length + leftOver.length === 0;
}

function describeCheck({ stale, missing, leftOver }: OutputState, json: boolean): string {
  if (json) return `${JSON.stringify({ stale, missing, leftOver })}\n`;
  const lines = [
    ...stale.map((path) => `stale      ${path}`),
    ...missing.map((path) => `missing    ${path}`),
    ...leftOver.map((path) => `left over  ${path}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function describeUpdate(folder: string, { stale, missing, leftOver, fresh }: OutputState, json: boolean): string {
  const written = [...stale, ...missing].toSorted();
  if (json) return `${JSON.stringify({ out: folder, written, removed: leftOver, unchanged: fresh.length })}\n`;
  const counts = [
    written.length === 0 ? '' : `${written.length} written`,
    leftOver.length === 0 ? '' : `${leftOver.length} removed`,
    fresh.length === 0 ? '' : `${fresh.length} unchanged`,
  ];
  return `sluice: ${folder}: ${counts.filter((count) => count !== '').join(', ') || 'nothing to generate'}\n`;
}
