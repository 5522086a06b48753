import type { ByteFinding } from '@sluice/avro';
import { Ajv } from 'ajv';
import type { Options, ValidateFunction } from 'ajv';
import { default as Draft4 } from 'ajv-draft-04';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { SchemaFormatError } from '../../schema-format-error.ts';
import type { ByteValidator } from '../../schema-format.ts';
import type { Draft } from '../drafts.ts';
import type { JsonSchemaModel } from '../json-schema-model.ts';
import { PatternRefused } from '../pattern/parse-pattern.ts';
import type { MatchBudget } from '../pattern/match-pattern.ts';
import { createPatternTest } from '../pattern/test-pattern.ts';
import { bundle, COUNT } from './bundle.ts';
import type { Bundle } from './bundle.ts';
import { chooseError, describeValue } from './describe-error.ts';
import { addFormats } from './formats.ts';
import { formatPath } from './path.ts';
import { findBrokenUtf8, findSyntaxError, locateValue } from './scan-json.ts';
import { areUnique } from './unique-items.ts';

/** Looks at a character by expressions while one value is checked: about a tenth of a second. */
const PATTERN_STEPS = 3_000_000;
/** Uses of schemas while one value is checked, beside four for each of its bytes. */
const LEAST_USES = 10_000;

/** The schema asks for more work on one value than is done. */
class TooMuch extends Error {}

/** What may still be spent on the value that is checked now. */
interface Cost {
  uses: number;
  readonly patterns: MatchBudget;
}

/**
 * Compiles a check of JSON bytes. What a schema or a value may cost is bounded: expressions run in linear time, schemas
 * that multiply are counted, equal items are found without comparing each with each.
 * @throws SchemaFormatError where the schema is too big, holds an expression that cannot be run, or code must not be made at run time
 */
export function compileValidator(model: JsonSchemaModel): ByteValidator {
  const cost: Cost = { uses: 0, patterns: { left: 0 } };
  const validate = compile(bundle(model), cost);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  return (bytes, start, end) => {
    let value: unknown;
    try {
      value = JSON.parse(decoder.decode(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end)));
    } catch {
      return findBrokenUtf8(bytes, start, end) ?? findSyntaxError(bytes, start, end);
    }
    cost.uses = LEAST_USES + 4 * (end - start);
    cost.patterns.left = PATTERN_STEPS;
    try {
      if (validate(value)) return undefined;
    } catch (error) {
      return refuseUnchecked(error, value);
    }
    const { steps, expected, found } = chooseError(validate.errors ?? [], value);
    const offset = locateValue(bytes, start, end, steps);
    return { path: formatPath(steps), expected, found, offset, kind: 'malformed' };
  };
}

/** A value that could not be checked to the end is refused: otherwise a costly one would get in. */
function refuseUnchecked(error: unknown, value: unknown): ByteFinding {
  const expected =
    error instanceof RangeError
      ? 'a value that is nested less deep, or a schema that does not lead back to itself'
      : error instanceof PatternRefused
        ? `a value whose strings are matched in fewer steps (${error.message})`
        : error instanceof TooMuch
          ? 'a value that the schema can be applied to in fewer steps'
          : undefined;
  if (expected === undefined) throw error;
  return { path: '', expected, found: describeValue(value), offset: 0, kind: 'malformed' };
}

function compile(bundled: Bundle, cost: Cost): ValidateFunction {
  try {
    return createAjv(bundled, cost).compile(bundled.schema);
  } catch (error) {
    if (error instanceof SchemaFormatError) throw error;
    const message = `values of this schema cannot be checked: ${explain(error)}`;
    throw new SchemaFormatError([{ kind: 'unsupported', pointer: '', message }], { cause: error });
  }
}

function explain(error: unknown): string {
  if (error instanceof EvalError) return 'checks are code made at run time, and this process forbids that';
  if (error instanceof RangeError) return 'it is nested too deep';
  return error instanceof Error ? error.message : String(error);
}

function createAjv({ draft, isBig, mayMultiply, namesBuiltIn }: Bundle, cost: Cost): Ajv {
  const regExp = (source: string): { test(text: string): boolean; toString(): string } => {
    const pattern = open(source);
    // By its text the validator tells one expression from another.
    return { test: (text) => pattern.test(text, cost.patterns), toString: () => source };
  };
  const ajv = createForDraft(draft, {
    strict: false,
    validateSchema: false,
    meta: false,
    addUsedSchema: false,
    inlineRefs: false,
    logger: false,
    messages: false,
    unicodeRegExp: false,
    // JavaScript's own names, such as `constructor`, are properties of every object otherwise.
    ownProperties: namesBuiltIn,
    code: { regExp: Object.assign(regExp, { code: 'regExp' }), optimize: isBig ? false : 1 },
  });
  addFormats(ajv);
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (isUnique: boolean, items: readonly unknown[]) => !isUnique || areUnique(items),
  });
  if (mayMultiply) {
    // First of all that is no type: what comes after may refuse the value, and then would not be counted.
    const first = ajv.RULES.rules.find(({ type }) => type === undefined)?.rules[0]?.keyword;
    ajv.addKeyword({
      keyword: COUNT,
      ...(first === undefined ? {} : { before: first }),
      schemaType: 'number',
      errors: false,
      validate: (uses: number) => {
        cost.uses -= uses;
        if (cost.uses < 0) throw new TooMuch();
        return true;
      },
    });
  }
  return ajv;
}

/** The draft decides which words are keywords; the rest is one class. */
function createForDraft(draft: Draft, options: Options): Ajv {
  if (draft === '4') return new Draft4.default(options);
  if (draft === '2019-09') return new Ajv2019(options);
  return draft === '2020-12' ? new Ajv2020(options) : new Ajv(options);
}

function open(source: string): ReturnType<typeof createPatternTest> {
  try {
    return createPatternTest(source);
  } catch (error) {
    const shown = JSON.stringify(source.length > 60 ? `${source.slice(0, 57)}...` : source);
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the pattern ${shown} is not run: ${reason}`, { cause: error });
  }
}
