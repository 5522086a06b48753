import { AvroError } from '../avro-error.ts';
import { checkOptions } from '../check-options.ts';
import { compileCodec, partsOf } from '../codec.ts';
import type { CodecOptions } from '../codec-options.ts';
import { createCodec } from '../create-codec.ts';
import { planCodec } from '../plan/build-plan.ts';
import type { Schema } from '../schema/schema.ts';
import { readAvroJson } from './read-avro-json.ts';
import { writeAvroJson } from './write-avro-json.ts';

export interface JsonCodec {
  /**
   * The JSON text of a value, as Java's JsonEncoder gives it but for the case of escapes and the float -0.0 (Java loses
   * its sign): floats have a double's digits, longs all
   * of theirs, `"NaN"`, `"Infinity"` and `"-Infinity"` are strings; fields missing in the value take their defaults.
   * @throws AvroError with ValueFindings where the value does not match the schema
   */
  toAvroJson(value: unknown): string;
  /**
   * The value of a JSON text. As Java's JsonDecoder: fields in any order, `1.0` and `1e2` as whole numbers, and every
   * value of a union under its branch's name. Unlike it:
   * - a missing field takes its default, by the encoder's rule; Java refuses it,
   * - the strings of NaN and the infinities are read; Java writes them and refuses to read them,
   * - unknown fields, a key given twice, a union with a second key and text behind the value are refused; Java skips them,
   * - in bytes and fixed, a character above U+00FF is refused; Java makes it '?',
   * - a field under one of its aliases is unknown, as it is to the encoder; Java takes it,
   * - `null` is no record; Java takes it for one without fields,
   * - `-0` is the negative zero of floats and doubles; to Java only `-0.0` is,
   * - a whole number beyond 2^53 written as a fraction is refused, for digits may be lost; so is a number beyond
   *   its type, which Java makes an infinity.
   *
   * A text holds at most 10,000,000 characters and 1000 levels.
   * @throws AvroError with ValueFindings, or with a ParseFinding (`line:column`) where the text is not JSON
   */
  fromAvroJson(text: string): unknown;
}

export interface JsonCodecOptions extends CodecOptions {
  /** Spaces by which each level is indented, at most 10; one line when absent or 0. */
  readonly indent?: number;
}

/**
 * Avro's JSON encoding (Avro 1.12, JSON Encoding) of the values that `compileCodec` with the same options takes and
 * gives. Both directions pass through the binary form, so defaults and logical types follow the same rules, and the
 * branch of a union is the one on the wire: a tag in JSON decides exactly, whatever map or record holds such a key.
 * Only a value can be taken for that of another branch, as by any encoder.
 */
export function compileJsonCodec(schema: Schema, options: JsonCodecOptions = {}): JsonCodec {
  checkOptions(options, ['indent']);
  const { indent = 0, ...shownOptions } = options;
  if (!Number.isInteger(indent) || indent < 0 || indent > 10) throw new AvroError('indent is a whole number, 0 to 10');
  const { logicalTypes: _, engine, ...rest } = shownOptions;
  const shown = compileCodec(schema, shownOptions);
  const plan = planCodec(schema, { ...rest, long: 'bigint', tagsAll: true });
  const base = createCodec(partsOf(plan, engine));
  return {
    toAvroJson: (value) => writeAvroJson(plan, base.decode(shown.encode(value)), ' '.repeat(indent)),
    fromAvroJson: (text) => shown.decode(base.encode(readAvroJson(plan, text))),
  };
}
