import { shapeUnion } from '@sluice/avro';
import type { LongForm, NamedSchema, Schema } from '@sluice/avro';
import { arrayOf, recordOf, simpleType, tagOf, unionOf } from '../text/type-text.ts';
import type { TypeText } from '../text/type-text.ts';
import type { AvroForms } from './avro-forms.ts';
import { isNamed } from './avro-layout.ts';

export interface TypeContext {
  readonly forms: AvroForms;
  /** The name of a named type where the text stands. */
  nameOf(schema: NamedSchema): string;
}

/** The type of a schema's values. `long` is the form of its longs. */
export function printType(context: TypeContext, schema: Schema, long: LongForm): TypeText {
  const shown = context.forms.shownOf(schema);
  if (isNamed(schema)) return { ...simpleType(context.nameOf(schema)), kind: shown ?? KINDS[schema.type] };
  return shown === undefined ? printBase(context, schema, long) : simpleType(shown);
}

const KINDS = { record: undefined, enum: 'string', fixed: 'Uint8Array' } as const;

/** As `printType`, whatever its logical type, and where its name may not stand: in the declaration of it. */
export function printBase(context: TypeContext, schema: Exclude<Schema, NamedSchema>, long: LongForm): TypeText {
  switch (schema.type) {
    case 'null':
    case 'boolean':
    case 'string':
      return simpleType(schema.type);
    case 'int':
    case 'float':
    case 'double':
      return simpleType('number');
    case 'long':
      return simpleType(long);
    case 'bytes':
      return simpleType('Uint8Array');
    case 'array':
      return arrayOf(printType(context, schema.items, long));
    case 'map':
      return recordOf(printType(context, schema.values, long));
    case 'union': {
      const { names, tagged } = shapeUnion(schema);
      // Symbols say nothing beside text, and their type is then not even imported.
      const isText = schema.branches.some(
        (branch) => branch.type === 'string' || context.forms.shownOf(branch) === 'string',
      );
      const types = schema.branches.flatMap((branch, index) => {
        if (tagged[index] === true) return [tagOf(names[index] ?? '', printType(context, branch, long))];
        return isText && branch.type === 'enum' ? [simpleType('string')] : [printType(context, branch, long)];
      });
      return unionOf(types);
    }
  }
}
