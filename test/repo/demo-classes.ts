import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModel } from '@sluice/asyncapi';
import type { Model } from '@sluice/asyncapi';
import { generateModel } from '@sluice/codegen';
import type { Generator } from './generators.ts';

const PLACE = 'apps/demo/src/gen';

/** One folder of classes. */
interface ClassFolder {
  readonly folder: string;
  readonly document: string;
  /** As if the document described this channel only, and referred to `schema` in place of {@link SENSOR_SCHEMA}. */
  readonly only?: { readonly channel: string; readonly schema: string };
}

const SENSOR_SCHEMA = 'schemas/machine-sensor.avsc';

/** Classes know one version of a schema: those of the sensors are made once more for each later firmware's. */
const FOLDERS: readonly ClassFolder[] = [
  { folder: 'factory', document: 'asyncapi/thingam.yaml' },
  ...[2, 3].map((version) => ({
    folder: `firmware-${version}`,
    document: 'asyncapi/thingam.yaml',
    only: { channel: 'machineSensors', schema: `schemas/history/machine-sensor.v${version}.avsc` },
  })),
  { folder: 'doors', document: 'asyncapi/door-sensors.yaml' },
  { folder: 'door-alarm', document: 'asyncapi/2.6/door-alarm.yaml' },
  { folder: 'shop', document: 'asyncapi/2.6/clickstream.yaml' },
];

/** The demo's producers and consumers, from the documents in asyncapi/. */
export const demoClasses: Generator = {
  name: 'demo classes',
  place: PLACE,
  async generate(root) {
    const files = new Map<string, string>();
    for (const { folder, document, only } of FOLDERS) {
      const model = await loadModel({
        path: document,
        root: '.',
        readFile: (path) => readFile(join(root, path === SENSOR_SCHEMA ? (only?.schema ?? path) : path), 'utf8'),
      });
      const generated = generateModel(only === undefined ? model : keepChannel(model, only.channel), {
        language: 'ts',
        client: 'platformatic',
        importExtension: 'ts',
        header: 'npm run gen',
      });
      for (const { path, text } of generated) files.set(`${PLACE}/${folder}/${path}`, text);
    }
    return files;
  },
};

function keepChannel(model: Model, id: string): Model {
  return {
    ...model,
    channels: model.channels.filter((channel) => channel.id === id),
    operations: model.operations.filter(({ channel }) => channel === id),
  };
}
