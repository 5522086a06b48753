import { SchemaFormatError } from './schema-format-error.ts';
import type { SchemaFormat, SchemaType } from './schema-format.ts';

/** A schema language that is loaded when its first schema arrives: its parser may be big. */
export interface FormatLoader {
  readonly type: SchemaType;
  load(): Promise<SchemaFormat>;
}

/** The schema languages one process understands. */
export interface Formats {
  /** In the order given to {@link createFormats}. */
  readonly types: readonly SchemaType[];
  find(type: string): Promise<SchemaFormat | undefined>;
  /** As `find`, but throws {@link SchemaFormatError} of kind `unknown-type`. */
  require(type: string): Promise<SchemaFormat>;
}

/** Makes the look-up from a schema type's name to its format. Each loader runs once; a load that failed is tried again. */
export function createFormats(formats: readonly (SchemaFormat | FormatLoader)[]): Formats {
  const byType = new Map<string, SchemaFormat | FormatLoader>(formats.map((format) => [format.type, format]));
  const loaded = new Map<string, Promise<SchemaFormat>>();
  const types = formats.map((format) => format.type);

  async function find(type: string): Promise<SchemaFormat | undefined> {
    const format = byType.get(type);
    if (format === undefined || !('load' in format)) return format;
    const loading = loaded.get(type) ?? format.load();
    loaded.set(type, loading);
    try {
      return await loading;
    } catch (error) {
      loaded.delete(type);
      throw error;
    }
  }

  return {
    types,
    find,
    async require(type) {
      const format = await find(type);
      if (format !== undefined) return format;
      const message = `Invalid schema type ${type}`;
      throw new SchemaFormatError([{ kind: 'unknown-type', pointer: '', message }]);
    },
  };
}
