import { readFile } from 'node:fs/promises';
import {
  formatGitHub,
  formatJson,
  formatSarif,
  formatText,
  lintDocument,
  readLockFile,
  resolveFromLock,
  writeLockFile,
} from '@sluice/asyncapi/lint';
import type { LintFinding, RegistrySchema, ResolveRegistry } from '@sluice/asyncapi/lint';
import { defineOptions } from '@sluice/runtime';
import { SchemaSourceError } from '@sluice/serde';
import packageJson from '../../package.json' with { type: 'json' };
import { defineCommand } from '../command.ts';
import type { CommandInput } from '../command.ts';
import { answerErrors } from '../documents/answer-errors.ts';
import { REGISTRY_OPTION, ROOT_OPTION, takeDocument } from '../documents/document-options.ts';
import { InputError } from '../documents/input-error.ts';
import { describeSource } from '../documents/load-source.ts';
import { openRegistry } from '../documents/open-registry.ts';
import { findProject } from '../documents/project.ts';
import type { Project } from '../documents/project.ts';
import { createInputs, describeFailure } from '../documents/read-inputs.ts';
import { UsageError } from '../documents/usage-error.ts';
import { writeTo } from '../documents/write-text.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';

const OPTIONS = defineOptions({
  format: {
    type: 'enum',
    values: ['text', 'json', 'sarif', 'github'],
    help: 'How to print findings: for people (the default), JSON, SARIF 2.1.0, or annotations of GitHub workflows.',
  },
  ...REGISTRY_OPTION,
  lock: {
    type: 'path',
    placeholder: 'FILE',
    help: 'What references to registries lead to, for use without a registry.',
  },
  updateLock: { type: 'boolean', help: 'Ask the registry, and write what it answers to the file of --lock.' },
  ...ROOT_OPTION,
});

export const validate = defineCommand({
  help: {
    usage: 'sluice validate DOC… [options]',
    summary:
      "Checks AsyncAPI documents, 2.0 to 2.6 and 3.x: by the specification's own schemas, and what those miss: Avro " +
      'schemas and their defaults, examples, Kafka bindings, parameters, references to registries.',
    examples: [
      { command: 'sluice validate asyncapi/*.yaml', help: 'findings with file, line and column' },
      { command: 'sluice validate api.yaml --format github', help: 'annotations on a pull request' },
      {
        command: 'sluice validate api.yaml --registry http://127.0.0.1:8081 --lock api.lock.json --update-lock',
        help: 'keeps what registry: references lead to, so that later checks need no registry',
      },
    ],
    notes: ['Exit codes: 0 no errors, 1 errors, 2 wrong usage, 3 the registry did not answer, 4 it refused.'],
  },
  options: OPTIONS,
  maxPositionals: 10_000,
  run: (input) => answerErrors(input, () => runValidate(input)),
});

type Input = CommandInput<typeof OPTIONS>;

async function runValidate({ values, positionals, terminal, json }: Input): Promise<ExitCode> {
  takeDocument('validate', positionals);
  const project = findProject(terminal.cwd, values.root);
  const inputs = createInputs(project);
  const { resolveRegistry, finish } = await openReferences(values, project);
  const findings: LintFinding[] = [];
  for (const name of positionals) {
    const options = resolveRegistry === undefined ? {} : { resolveRegistry };
    findings.push(...(await lintDocument(describeSource(name, project, inputs), options)));
  }
  await finish();
  const format = values.format ?? (json ? 'json' : 'text');
  const text = {
    text: () => `${formatText(findings, inputs.texts).trimEnd()}\n`,
    json: () => formatJson(findings),
    sarif: () => formatSarif(findings, packageJson.version),
    github: () => formatGitHub(findings),
  }[format]();
  terminal.writeOut(text);
  return findings.some(({ severity }) => severity === 'error') ? EXIT.failed : EXIT.ok;
}

interface References {
  readonly resolveRegistry?: ResolveRegistry;
  /** Writes the lock file where that was asked for; throws what the registry failed of, once all else is said. */
  finish(): Promise<void>;
}

/** The lock file answers before the registry, but where it is to be updated. */
async function openReferences(
  { registry: url, registryToken: token, lock, updateLock }: Input['values'],
  project: Project,
): Promise<References> {
  if (updateLock && (url === undefined || lock === undefined)) {
    throw new UsageError('--update-lock needs --registry URL and --lock FILE');
  }
  const registry = url === undefined ? undefined : openRegistry(url, { token });
  const found = new Map<string, RegistrySchema>();
  if (lock !== undefined && !updateLock) {
    const known = await readLock(lock, project);
    const fromLock = resolveFromLock(known);
    return {
      resolveRegistry: async (ref) => (await fromLock(ref)) ?? registry?.resolve(ref),
      finish: async () => {},
    };
  }
  if (registry === undefined) return { finish: async () => {} };
  let failure: SchemaSourceError | undefined;
  return {
    // A registry that cannot be asked is no fault of the document: asked once, and said at the end.
    async resolveRegistry(ref) {
      if (failure !== undefined) throw failure;
      try {
        const schema = await registry.resolve(ref);
        if (schema !== undefined) found.set(ref, schema);
        return schema;
      } catch (error) {
        if (error instanceof SchemaSourceError) failure = error;
        throw error;
      }
    },
    async finish() {
      if (failure !== undefined) throw failure;
      if (!updateLock || lock === undefined) return;
      try {
        await writeTo(project.resolve(lock), writeLockFile(found));
      } catch (error) {
        throw new InputError([`cannot write ${project.show(lock)}: ${describeFailure(error)}`], { cause: error });
      }
    },
  };
}

async function readLock(path: string, project: Project) {
  let text: string;
  try {
    text = await readFile(project.resolve(path), 'utf8');
  } catch (error) {
    throw new InputError([`${project.show(path)}: ${describeFailure(error)}; --update-lock makes it`], {
      cause: error,
    });
  }
  return readLockFile(text);
}
