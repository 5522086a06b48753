import { madeBy, relativePath } from '../typescript/text/module.ts';
import { CODE } from './gen/code.ts';
import { TYPES } from './gen/types.ts';
import { joinPieces, pickPieces } from './link-runtime.ts';
import { RUNTIME_PATH, RUNTIME_TYPES_PATH } from './write-runtime.ts';
import type { RuntimeNames, StandaloneRuntime } from './write-runtime.ts';

/** What whoever uses generated code may ask for besides: classes of errors, and names of headers. */
const ALWAYS = ['SchemaSourceError', 'SendRefusal', 'SerdeError'];
const OF_CLIENTS = ['DEAD_LETTER_HEADERS'];

/** The run-time of `sluice generate --standalone`: as much of `@sluice/serde` as generated code needs, in one file. */
export const standaloneRuntime: StandaloneRuntime = {
  write(names, options) {
    const isClient = names.values.includes('createConnection');
    const values = [...new Set([...names.values, ...(isClient ? [...ALWAYS, ...OF_CLIENTS] : [])])].toSorted();
    const types = relativePath(RUNTIME_PATH, RUNTIME_TYPES_PATH, options);
    const { text, nameOf } = joinPieces(pickPieces(CODE, values));
    const classes = values.filter((name) => ALWAYS.includes(name));
    const exported = values.map((name) => `${name}:${nameOf(CODE.exports[name] ?? name)}`);
    const lines = [
      madeBy(options.header),
      '// @ts-nocheck -- compiled from @sluice/serde; its types stand in the other file',
      '/* eslint-disable */',
      `import type * as types from '${types}';`,
      `export type * from '${types}';`,
      ...classes.map((name) => `export type ${name}=types.${name};`),
      text,
      `export const{${values.join(',')}}:typeof types={${exported.join(',')}};`,
    ];
    return [
      { path: `${RUNTIME_PATH}.ts`, text: `${lines.join('\n')}\n` },
      { path: `${RUNTIME_TYPES_PATH}.ts`, text: writeTypes({ ...names, values }, options.header) },
    ];
  },
};

function writeTypes({ values, types }: RuntimeNames, header: string): string {
  const pieces = pickPieces(TYPES, [...values, ...types]);
  const lines = [madeBy(header), '/* eslint-disable -- of @sluice/serde */'];
  return `${[lines.join('\n'), ...pieces.map(([, text]) => text.replaceAll('¤', ''))].join('\n\n')}\n`;
}
