import type { EnumSchema, NamedSchema, RecordSchema } from '@sluice/avro';
import { defaultText } from './go-literals.ts';
import type { GoPackage } from './go-types.ts';
import { branchText, commentLines, goString, nullableBranch, shownLogicalType, typeText } from './go-types.ts';

const OWN_DATES = `// AvroDate is a date in a union, where a plain time.Time would be written as one, timestamp or not.
type AvroDate time.Time

// AvroTimestamp is a timestamp in a union.
type AvroTimestamp time.Time`;

const OWN_TIMES = `// AvroTimeMillis is a time of milliseconds in a union, where a plain time.Duration would be written as one.
type AvroTimeMillis time.Duration

// AvroTimeMicros is a time of microseconds in a union.
type AvroTimeMicros time.Duration`;

/** Whether the type has one in Go: a fixed of a logical type is that type's. */
export function hasType(type: NamedSchema): boolean {
  return type.type !== 'fixed' || shownLogicalType(type) === undefined;
}

/** The text of `models.go` without its head. */
export function printModels(target: GoPackage, types: readonly NamedSchema[]): string {
  const own: string[] = [];
  if (target.ownDates || target.ownTimes) target.imports.add('time');
  if (target.ownDates) own.push(OWN_DATES);
  if (target.ownTimes) own.push(OWN_TIMES);
  return [...own, ...types.filter(hasType).flatMap((type) => printType(target, type))].join('\n\n');
}

function printType(target: GoPackage, type: NamedSchema): readonly string[] {
  switch (type.type) {
    case 'enum':
      return [printEnum(target, type)];
    case 'fixed': {
      const name = target.names.typeName(type);
      const lines = commentLines(type.doc ?? `exactly ${type.size} bytes.`, '', name);
      return [[...lines, `type ${name} [${type.size}]byte`].join('\n')];
    }
    case 'record':
      return [printStruct(target, type), ...printConstructor(target, type)];
  }
}

function printEnum(target: GoPackage, type: EnumSchema): string {
  const name = target.names.typeName(type);
  const constants = type.symbols.map((symbol) => target.names.constant(type, symbol));
  const width = Math.max(...constants.map((constant) => constant.length));
  const lines = type.symbols.map(
    (symbol, index) => `\t${(constants[index] ?? '').padEnd(width)} ${name} = ${goString(symbol)}`,
  );
  return [
    ...commentLines(type.doc ?? `one of ${constants.join(', ')}.`, '', name),
    `type ${name} string`,
    '',
    `// Values of ${name}.`,
    'const (',
    ...lines,
    ')',
  ].join('\n');
}

interface Line {
  readonly comments: readonly string[];
  readonly cells: readonly [name: string, type: string, tag: string];
}

function printStruct(target: GoPackage, record: RecordSchema): string {
  const name = target.names.typeName(record);
  const lines = record.fields.map((field): Line => {
    const union =
      field.schema.type === 'union' && nullableBranch(field.schema) === undefined ? field.schema : undefined;
    const types = union?.branches.map((branch) => (branch.type === 'null' ? 'nil' : branchText(target, branch)));
    const oneOf = types === undefined ? [] : [`\t// One of ${[...new Set(types)].join(', ')}.`];
    return {
      comments: [...commentLines(field.doc, '\t'), ...oneOf],
      cells: [target.names.field(record, field), typeText(target, field.schema), `\`avro:"${field.name}"\``],
    };
  });
  const head = commentLines(record.doc ?? `the record ${record.name}.`, '', name);
  if (lines.length === 0) return [...head, `type ${name} struct{}`].join('\n');
  return [...head, `type ${name} struct {`, ...alignLines(lines), '}'].join('\n');
}

/** As gofmt does: fields that follow each other without a comment between them stand in columns. */
function alignLines(lines: readonly Line[]): readonly string[] {
  const groups: Line[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    if (group === undefined || line.comments.length > 0) groups.push([line]);
    else group.push(line);
  }
  return groups.flatMap((group) => {
    const widths = [0, 1].map((cell) => Math.max(...group.map(({ cells }) => cells[cell]?.length ?? 0)));
    return group.flatMap(({ comments, cells: [name, type, tag] }) => [
      ...comments,
      `\t${name.padEnd(widths[0] ?? 0)} ${type.padEnd(widths[1] ?? 0)} ${tag}`,
    ]);
  });
}

/** A function that sets the defaults, where any is other than Go's zero. */
function printConstructor(target: GoPackage, record: RecordSchema): readonly string[] {
  const lines = record.fields.flatMap((field) => {
    const text = field.default === undefined ? undefined : defaultText(target, field.schema, field.default);
    if (text === undefined || isZero(text)) return [];
    return [`\tvalue.${target.names.field(record, field)} = ${text}`];
  });
  if (lines.length === 0) return [];
  const name = target.names.typeName(record);
  const maker = target.names.maker(record, '');
  const doc = `// ${maker} is a ${name} with the defaults of its schema.`;
  return [`${doc}\nfunc ${maker}() ${name} {\n\tvar value ${name}\n${lines.join('\n')}\n\treturn value\n}`];
}

function isZero(text: string): boolean {
  return ['nil', 'false', '""'].includes(text) || /^\w+\(0\)$/.test(text);
}
