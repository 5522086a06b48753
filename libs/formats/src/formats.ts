import { SchemaFormatError } from './schema-format-error.ts';
import type { SchemaFormat, SchemaType } from './schema-format.ts';

/** The schema languages one process understands. */
export interface Formats {
  /** In the order given to {@link createFormats}. */
  readonly types: readonly SchemaType[];
  find(type: string): SchemaFormat | undefined;
  /** As `find`, but throws {@link SchemaFormatError} of kind `unknown-type`. */
  require(type: string): SchemaFormat;
}

/** Makes the look-up from a schema type's name to its format. */
export function createFormats(formats: readonly SchemaFormat[]): Formats {
  const byType = new Map<string, SchemaFormat>(formats.map((format) => [format.type, format]));
  const types = formats.map((format) => format.type);
  return {
    types,
    find: (type) => byType.get(type),
    require(type) {
      const format = byType.get(type);
      if (format !== undefined) return format;
      const message = `Invalid schema type ${type}; this registry knows ${types.join(', ')}`;
      throw new SchemaFormatError([{ kind: 'unknown-type', pointer: '', message }]);
    },
  };
}
