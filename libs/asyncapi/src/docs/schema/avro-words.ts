import type { JsonObject, Schema, UnionSchema } from '@sluice/avro';
import { formatLine } from '../content/format-json.ts';
import { code, joinInlines, link, muted } from '../page/page.ts';
import type { Inline, Inlines } from '../page/page.ts';
import type { TypeIndex } from './type-index.ts';

/** An Avro type in words; named types are links to where they are described. */
export function sayAvro(types: Pick<TypeIndex, 'anchorOf'>, schema: Schema): Inlines {
  switch (schema.type) {
    case 'record':
    case 'enum':
    case 'fixed':
      return [linkNamed(types, schema), ...sayLogical(schema.type, schema.props, ' ')];
    case 'array':
      return ['array of ', ...sayAvro(types, schema.items)];
    case 'map':
      return ['map of ', ...sayAvro(types, schema.values)];
    case 'union':
      return schema.branches.length === 0
        ? ['nothing']
        : joinInlines(
            schema.branches.map((branch) => sayAvro(types, branch)),
            ' or ',
          );
    default: {
      const logical = sayLogical(schema.type, schema.props, '');
      return logical.length === 0 ? [code(schema.type)] : [...logical, ' ', muted(code(schema.type))];
    }
  }
}

/** How values of a union look in Avro's JSON encoding: every branch but null under its name. */
export function sayUnionJson(union: UnionSchema): Inlines {
  const forms = union.branches.map((branch): Inline => {
    if (branch.type === 'null') return code('null');
    const name =
      branch.type === 'record' || branch.type === 'enum' || branch.type === 'fixed' ? branch.name : branch.type;
    return code(`{${JSON.stringify(name)}: …}`);
  });
  return forms.length === 0
    ? []
    : [
        muted(
          'Avro JSON: ',
          ...joinInlines(
            forms.map((form) => [form]),
            ' or ',
          ),
        ),
      ];
}

/** The unions within a type that no named type lies around. */
export function listUnions(schema: Schema): readonly UnionSchema[] {
  switch (schema.type) {
    case 'union':
      return [schema, ...schema.branches.flatMap(listUnions)];
    case 'array':
      return listUnions(schema.items);
    case 'map':
      return listUnions(schema.values);
    default:
      return [];
  }
}

/** Attributes that the specification has no name for, but for those that words tell. */
export function sayProps(props: JsonObject, told: readonly string[] = []): Inlines {
  const others = Object.entries(props).filter(([key]) => !told.includes(key));
  return others.length === 0
    ? []
    : [
        muted(
          ...joinInlines(
            others.map(([key, value]) => [code(`${key}: ${formatLine(value)}`)]),
            ' ',
          ),
        ),
      ];
}

/** The attributes that `sayAvro` tells. */
export const LOGICAL_PROPS = ['logicalType', 'precision', 'scale'];

function linkNamed(types: Pick<TypeIndex, 'anchorOf'>, schema: Extract<Schema, { name: string }>): Inline {
  const name = schema.name.slice(schema.name.lastIndexOf('.') + 1);
  const anchor = types.anchorOf(schema);
  return anchor === undefined ? code(schema.name) : link(`#${anchor}`, name);
}

function sayLogical(base: Schema['type'], props: JsonObject, before: string): Inlines {
  const { logicalType } = props;
  if (typeof logicalType !== 'string') return [];
  const words = Object.hasOwn(LOGICAL_WORDS, logicalType) ? LOGICAL_WORDS[logicalType] : undefined;
  const text = words?.bases.includes(base) === true ? words.say(props) : `${logicalType} (a logical type of its own)`;
  return [before + text];
}

interface LogicalWords {
  readonly bases: readonly Schema['type'][];
  readonly say: (props: JsonObject) => string;
}

const fixedWords = (text: string, ...bases: Schema['type'][]): LogicalWords => ({ bases, say: () => text });

/** The logical types of Avro 1.12; on another base they mean nothing. */
const LOGICAL_WORDS: Readonly<Record<string, LogicalWords>> = {
  decimal: { bases: ['bytes', 'fixed'], say: sayDecimal },
  'big-decimal': fixedWords('decimal number of any scale', 'bytes'),
  uuid: fixedWords('UUID', 'string', 'fixed'),
  date: fixedWords('date, in days since 1970-01-01', 'int'),
  'time-millis': fixedWords('time of day in milliseconds', 'int'),
  'time-micros': fixedWords('time of day in microseconds', 'long'),
  'timestamp-millis': fixedWords('timestamp in milliseconds', 'long'),
  'timestamp-micros': fixedWords('timestamp in microseconds', 'long'),
  'timestamp-nanos': fixedWords('timestamp in nanoseconds', 'long'),
  'local-timestamp-millis': fixedWords('local timestamp in milliseconds', 'long'),
  'local-timestamp-micros': fixedWords('local timestamp in microseconds', 'long'),
  'local-timestamp-nanos': fixedWords('local timestamp in nanoseconds', 'long'),
  duration: fixedWords('duration in months, days and milliseconds', 'fixed'),
};

function sayDecimal({ precision, scale = 0 }: JsonObject): string {
  if (precision === undefined) return 'decimal number';
  return `decimal number of up to ${formatLine(precision)} digits, ${formatLine(scale)} of them after the point`;
}
