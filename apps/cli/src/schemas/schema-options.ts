import { defineOptions } from '@sluice/runtime';
import type { OptionValues } from '@sluice/runtime';
import { REGISTRY_TOKEN_OPTION } from '../documents/document-options.ts';
import { openRegistry } from '../documents/open-registry.ts';
import { findProject } from '../documents/project.ts';
import { createCompareByApi } from './compare-by-api.ts';
import { judgeSchemas } from './judge-schemas.ts';
import type { Judgement } from './judge-schemas.ts';
import { readSchemaFiles } from './read-schema-files.ts';
import type { Registry } from '../documents/open-registry.ts';

const DEFAULT_FOLDER = 'schemas';

export const SCHEMA_OPTIONS = defineOptions({
  registry: { type: 'url', default: 'http://127.0.0.1:8081', env: 'SLUICE_REGISTRY', help: 'The schema registry.' },
  ...REGISTRY_TOKEN_OPTION,
  subjectSuffix: {
    type: 'string',
    placeholder: 'TEXT',
    default: '-value',
    help: 'What stands behind the name of a file in the name of its subject.',
  },
});

/** Which subject a file has, for help texts. */
export const SUBJECT_NOTE =
  'Schemas are .avsc, .proto and .json files, in folders too, but for those called history. orders.avsc is of subject ' +
  'orders-value, unless DIR/subjects.json says otherwise: {"orders-value": "order.avsc"}, or with references that the ' +
  'text does not tell, {"orders-value": {"file": "order.avsc", "references": [{"name": "com.acme.Item", "subject": "items-value"}]}}.';

/** Reads a folder of schemas and judges each against the registry. */
export async function judgeFolder(
  values: OptionValues<typeof SCHEMA_OPTIONS>,
  cwd: string,
  folder = DEFAULT_FOLDER,
): Promise<{ readonly registry: Registry; readonly judgements: readonly Judgement[] }> {
  const { registry: url, registryToken: token, subjectSuffix } = values;
  const files = await readSchemaFiles(folder, subjectSuffix, findProject(cwd));
  const registry = openRegistry(url, { token });
  const compareByApi = createCompareByApi(url, token);
  return { registry, judgements: await judgeSchemas(files, { registry, compareByApi }) };
}
