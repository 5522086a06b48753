import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModel } from '@sluice/asyncapi';
import { generateModel } from '@sluice/codegen';
import type { Generator } from './generators.ts';

const PLACE = 'apps/demo/src/gen';
const DOCUMENT = 'asyncapi/thingam.yaml';

/** The schema that the document refers to, and what stood there when each firmware was made. */
const SENSOR_SCHEMA = 'schemas/machine-sensor.avsc';
const VERSIONS = {
  'firmware-1': SENSOR_SCHEMA,
  'firmware-2': 'schemas/history/machine-sensor.v2.avsc',
  'firmware-3': 'schemas/history/machine-sensor.v3.avsc',
} as const;

/** The demo's producers and consumers: those of the document, once for each version of MachineSensor. */
export const demoClasses: Generator = {
  name: 'demo classes',
  place: PLACE,
  async generate(root) {
    const files = new Map<string, string>();
    for (const [folder, schema] of Object.entries(VERSIONS)) {
      const model = await loadModel({
        path: DOCUMENT,
        root: '.',
        readFile: (path) => readFile(join(root, path === SENSOR_SCHEMA ? schema : path), 'utf8'),
      });
      const generated = generateModel(model, {
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
