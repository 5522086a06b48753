import { readdir } from 'node:fs/promises';
import type { Model } from '@sluice/asyncapi';
import type { SubjectHistory } from '@sluice/asyncapi/docs';
import type { Project } from './project.ts';
import type { Inputs } from './read-inputs.ts';

const MOST_VERSIONS = 50;

/**
 * Versions of a document's schemas that are kept as files: of `schemas/order.avsc` those that are called
 * `schemas/history/order.v1.avsc` and so on.
 */
export async function readFileHistories(
  model: Model,
  project: Project,
  inputs: Inputs,
): Promise<readonly SubjectHistory[]> {
  const histories: SubjectHistory[] = [];
  for (const file of listSchemaFiles(model)) {
    const [, folder = '', stem = ''] = /^(.*\/)?([^/]+)\.avsc$/u.exec(file) ?? [];
    const versions: SubjectHistory['versions'][number][] = [];
    for (const { name, version } of await listVersions(`${folder}history`, stem, project, inputs)) {
      const path = `${folder}history/${name}`;
      const schema = await inputs.readReferred(path).catch(() => undefined);
      if (schema !== undefined) versions.push({ version, file: path, schema });
    }
    if (versions.length > 0) histories.push({ subject: file, versions });
  }
  return histories;
}

/** The files of payloads and keys. */
function listSchemaFiles({ channels }: Model): readonly string[] {
  const uses = channels.flatMap(({ messages }) => messages.flatMap(({ payload, kafka }) => [payload, kafka?.key]));
  const files = uses.flatMap((use) => (use?.format === 'avro' && use.place.pointer === '' ? [use.place.file] : []));
  return [...new Set(files)].filter((file) => file.endsWith('.avsc'));
}

async function listVersions(folder: string, stem: string, project: Project, inputs: Inputs) {
  const whole = project.resolve(folder);
  await inputs.note(whole);
  const names = await readdir(whole).catch(() => []);
  return names
    .flatMap((name) => {
      const number = name.startsWith(`${stem}.v`)
        ? /^(\d{1,6})\.avsc$/u.exec(name.slice(stem.length + 2))?.[1]
        : undefined;
      return number === undefined ? [] : [{ name, version: Number(number) }];
    })
    .toSorted((a, b) => a.version - b.version)
    .slice(-MOST_VERSIONS);
}
