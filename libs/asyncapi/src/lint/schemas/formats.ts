import type { Ajv } from 'ajv';
import formats from 'ajv-formats';

/** Longer texts are not compared with a format: some formats' expressions take more than linear time. */
const LONGEST = 2_000;

/** The formats of JSON Schema, as ajv-formats has them, each bounded. AsyncAPI's own names for numbers are taken too. */
export function addBoundedFormats(ajv: Ajv): void {
  formats.default(ajv);
  for (const [name, format] of Object.entries(ajv.formats)) {
    const test = testOf(format);
    if (test !== undefined) {
      ajv.addFormat(name, { type: 'string', validate: (text: string) => text.length > LONGEST || test(text) });
    }
  }
}

function testOf(format: unknown): ((text: string) => boolean) | undefined {
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === 'function') return format as (text: string) => boolean;
  if (typeof format !== 'object' || format === null || !('validate' in format)) return undefined;
  // Numbers take no time.
  if ('type' in format && format.type === 'number') return undefined;
  return testOf(format.validate);
}
