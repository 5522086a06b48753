import { SchemaFormatError } from '@sluice/formats';
import type { Problem } from '../lint-finding.ts';
import type { LintContext, LintRule } from '../rule.ts';
import { schemasOf } from './walk.ts';

/** Rules of schemas in Protobuf. */
export const PROTOBUF_RULES: readonly LintRule[] = [
  {
    id: 'protobuf-schema',
    severity: 'error',
    versions: 'all',
    doc: 'Protobuf schemas are valid. Those that import files of other projects are taken on trust.',
    check: checkProtobuf,
  },
];

const IMPORT = /^[ \t]*import\s+(?:public\s+|weak\s+)?["']([^"']+)["']/gmu;

async function checkProtobuf({ model }: LintContext): Promise<readonly Problem[]> {
  const uses = (model === undefined ? [] : schemasOf(model)).filter(
    ({ format, openRef }) => format === 'protobuf' && openRef === undefined,
  );
  if (uses.length === 0) return [];
  const { KNOWN_FILE_NAMES, parseProtobuf } = await import('@sluice/formats/protobuf');
  const known = new Set<string>(KNOWN_FILE_NAMES);
  const problems: Problem[] = [];
  for (const { schema, place } of uses) {
    if (typeof schema !== 'string') continue;
    try {
      parseProtobuf(schema);
    } catch (error) {
      if (!(error instanceof SchemaFormatError)) throw error;
      if (Array.from(schema.matchAll(IMPORT), ([, name = '']) => name).some((name) => !known.has(name))) continue;
      for (const { pointer, message } of error.findings) {
        const [, line, column] = /^(\d+):(\d+)$/u.exec(pointer) ?? [];
        // A file's lines are its text's; within a document they are somewhere below the place of the text.
        const isFile = place.pointer === '' && line !== undefined;
        const at = isFile ? { ...place, line: Number(line), column: Number(column) } : place;
        const where = isFile || line === undefined ? '' : ` (line ${line} of the schema, column ${column})`;
        problems.push({ at, message: `not a Protobuf schema: ${message}${where}` });
      }
    }
  }
  return problems;
}
