import type { Generator } from './generators.ts';
import { cutPieces } from './standalone-pieces.ts';
import type { Pieces } from './standalone-pieces.ts';
import { cutTypes } from './standalone-types.ts';

const PLACE = 'libs/codegen/src/standalone/gen';
const ENTRY = 'libs/serde/src/standalone/index.ts';

/** What `sluice generate --standalone` makes a run-time of: the code of serde and Avro in pieces, and its types. */
export const standaloneRuntime: Generator = {
  name: 'standalone run-time',
  place: PLACE,
  async generate(root) {
    const [code, types] = await Promise.all([cutPieces(root, ENTRY), cutTypes(root, ENTRY)]);
    return new Map([
      [`${PLACE}/code.ts`, print('CODE', keepReachable(code))],
      [`${PLACE}/types.ts`, print('TYPES', types)],
    ]);
  },
};

/** A bundler keeps statements whose effect it cannot rule out: without an export that needs them they are none of ours. */
function keepReachable({ pieces, exports }: Pieces): Pieces {
  const byName = new Map(pieces.flatMap((piece) => piece.names.map((name) => [name, piece] as const)));
  const names = new Set(Object.values(exports));
  for (const name of names) {
    for (const [, needed = ''] of byName.get(name)?.text.matchAll(/¤([^¤]+)¤/g) ?? []) names.add(needed);
  }
  return { pieces: pieces.filter((piece) => piece.names.some((name) => names.has(name))), exports };
}

function print(name: string, { pieces, exports }: Pieces): string {
  const lines = pieces.map(({ names, text }) => `    ${JSON.stringify([names, text])},\n`).join('');
  const entries = Object.entries(exports).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = entries.map(([exported, own]) => `    ${exported}: ${JSON.stringify(own)},\n`).join('');
  return (
    '// Made by `npm run gen` of libs/serde/src/standalone; edit that instead.\n' +
    "import type { Pieces } from '../link-runtime.ts';\n\n" +
    `export const ${name}: Pieces = {\n  pieces: [\n${lines}  ],\n  exports: {\n${names}  },\n};\n`
  );
}
