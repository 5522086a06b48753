import { Ajv } from 'ajv';
import { default as Draft4 } from 'ajv-draft-04';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fromPlain } from '../text/json.ts';
import type { Json } from '../text/json.ts';

/** Validators that hold the meta-schemas of the drafts; 6 has no features that the one of 7 does not describe. */
const HOLDERS = [
  { of: /^https?:\/\/json-schema\.org\/(?:draft-04\/)?schema$/, create: () => new Draft4.default({ logger: false }) },
  { of: /^https?:\/\/json-schema\.org\/draft-0[67]\/schema$/, create: () => new Ajv({ logger: false }) },
  { of: /^https?:\/\/json-schema\.org\/draft\/2019-09\//, create: () => new Ajv2019({ logger: false }) },
  { of: /^https?:\/\/json-schema\.org\/draft\/2020-12\//, create: () => new Ajv2020({ logger: false }) },
];

/** The meta-schema, or the part of one, that has this address. */
export function findMetaSchema(uri: string): Json | undefined {
  const holder = HOLDERS.find(({ of }) => of.test(uri));
  if (holder === undefined) return undefined;
  const address = uri
    .replace(/^https?:\/\/json-schema\.org\/(?=schema$)/, '$&draft-04/')
    .replace('draft-06', 'draft-07');
  const ajv = holder.create();
  for (const scheme of ['http', 'https']) {
    const found = ajv.schemas[address.replace(/^https?/, scheme)] ?? ajv.refs[address.replace(/^https?/, scheme)];
    const schema = typeof found === 'object' ? found.schema : undefined;
    if (schema !== undefined) return fromPlain(schema);
  }
  return undefined;
}
