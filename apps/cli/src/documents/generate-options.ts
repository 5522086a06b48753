import { defineOptions } from '@sluice/runtime';
import type { OptionValues } from '@sluice/runtime';
import { quoteWord, readLongRules } from '@sluice/codegen';
import type { GenerateOptions } from '@sluice/codegen';
import { parseRegistryUrl } from '@sluice/serde';
import { REGISTRY_TOKEN_OPTION } from './document-options.ts';
import { findImportExtension } from './import-extension.ts';
import type { Project } from './project.ts';
import { UsageError } from './usage-error.ts';

export const GENERATE_OPTIONS = defineOptions({
  in: { type: 'path', placeholder: 'DOC', help: 'Generate clients from this AsyncAPI document.' },
  avro: {
    type: 'list',
    placeholder: 'PATH',
    help: 'Generate types and codecs from these .avsc and .avdl files, or all below a folder but those in folders named history; may be repeated.',
  },
  registry: {
    type: 'url',
    help: 'Generate from subjects of this registry (--subject), or look up what --in refers to there.',
  },
  ...REGISTRY_TOKEN_OPTION,
  subject: { type: 'list', placeholder: 'NAME', help: 'A subject of the registry; may be repeated.' },
  out: { type: 'path', placeholder: 'DIR', required: true, help: 'The folder of the generated files.' },
  lang: { type: 'enum', values: ['ts', 'python', 'go'], default: 'ts', help: 'The language to generate.' },
  client: {
    type: 'enum',
    values: ['platformatic', 'kafkajs', 'confluent'],
    help: 'The Kafka client that TypeScript classes use: @platformatic/kafka unless told otherwise.',
  },
  importExtension: {
    type: 'enum',
    values: ['ts', 'js', 'none'],
    help: 'What relative imports end with; by default what the nearest tsconfig.json above --out asks for.',
  },
  long: {
    type: 'list',
    placeholder: 'FORM',
    help: 'How 64-bit integers show: number (the default), bigint or string; FIELD=FORM for one field, named in full.',
  },
  logicalTypes: {
    type: 'enum',
    values: ['none', 'text', 'date'],
    help: 'How logical types show: as their base types (the default), as exact text, or as text and Date.',
  },
  standalone: {
    type: 'boolean',
    help: 'Write the run-time beside the files (TypeScript), which then import no package but the Kafka client.',
  },
  root: { type: 'path', placeholder: 'DIR', help: 'The folder that documents may refer to files of.' },
  check: {
    type: 'boolean',
    help: 'Write nothing; list stale, missing and left-over files, and exit with 1 if there are any.',
  },
  watch: { type: 'boolean', help: 'Stay, and generate again whenever a source changes, until Ctrl-C.' },
});

export type GenerateValues = OptionValues<typeof GENERATE_OPTIONS>;

/** What generated files are made by, with what codegen takes. `out` is the folder, as first lines name it. */
export function readGenerateOptions(
  values: GenerateValues,
  project: Project,
): { readonly options: GenerateOptions; readonly out: string } {
  const { lang, client, logicalTypes, importExtension } = values;
  if (client !== undefined && lang !== 'ts') throw new UsageError('--client is for --lang ts');
  if (importExtension !== undefined && lang !== 'ts') throw new UsageError('--import-extension is for --lang ts');
  if (values.standalone && lang !== 'ts') throw new UsageError('--standalone is for --lang ts');
  const long = readLongRules(values.long, (text, why) => {
    throw new UsageError(`--long ${text}: ${why}`);
  });
  const options: GenerateOptions = {
    language: lang,
    header: formatCommand(values, project),
    ...(client === undefined ? {} : { client }),
    ...(lang === 'ts' ? { importExtension: importExtension ?? findImportExtension(project.resolve(values.out)) } : {}),
    ...(long === undefined ? {} : { long }),
    ...(logicalTypes === undefined ? {} : { logicalTypes }),
  };
  return { options, out: quoteWord(project.fromRoot(values.out)) };
}

/**
 * The command as the first lines of generated files have it: flags in order, paths as seen from the project's root, so
 * that it is the same from wherever it is called; no passwords, and nothing that leaves the files as they are.
 */
function formatCommand(values: GenerateValues, project: Project): string {
  const flags: Readonly<Record<string, readonly string[]>> = {
    '--avro': values.avro.map((path) => project.fromRoot(path)),
    '--client': listOf(values.client),
    '--import-extension': listOf(values.importExtension),
    '--in': listOf(values.in).map((path) => project.fromRoot(path)),
    '--lang': values.lang === 'ts' ? [] : [values.lang],
    '--logical-types': listOf(values.logicalTypes),
    '--long': values.long,
    '--out': [project.fromRoot(values.out)],
    '--registry': values.avro.length > 0 ? [] : listOf(values.registry).map(withoutCredentials),
    '--subject': values.subject,
  };
  const words = Object.entries(flags).flatMap(([flag, texts]) => texts.flatMap((text) => [flag, quoteWord(text)]));
  return ['sluice generate', ...words, ...(values.standalone ? ['--standalone'] : [])].join(' ');
}

function withoutCredentials(text: string): string {
  const { url } = parseRegistryUrl(text);
  return url === new URL(text).href ? text : url.replace(/\/$/u, '');
}

function listOf(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}
