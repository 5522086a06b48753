import type { JsonValue } from '@sluice/avro';
import { compilePattern, PatternRefused } from '@sluice/formats/pattern';
import type { MatchBudget, Matcher } from '@sluice/formats/pattern';
import { Ajv } from 'ajv';
import type { Options, ValidateFunction } from 'ajv';
import { default as Draft4 } from 'ajv-draft-04';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Components } from '../../model/model.ts';
import type { SchemaUse } from '../../model/schema-use.ts';
import { parseFragment } from '../../source/pointer.ts';
import { isJsonObject } from '../json.ts';
import type { Json, JsonRecord } from '../json.ts';
import { describeErrors } from '../structure/describe-error.ts';
import { addBoundedFormats } from './formats.ts';

/** What one schema and one value may cost. */
const LIMITS = {
  /** Values in a schema and what it refers to. */
  schemaValues: 50_000,
  /** Values in what is checked. */
  dataValues: 20_000,
  /** Times that a reference is followed while one value is checked. */
  references: 10_000,
  /** Looks at a character by expressions while one value is checked: about a tenth of a second. */
  patternSteps: 3_000_000,
} as const;

/** What is wrong with a value, and where in it. `isOpen`: nothing is known to be wrong, for it could not be judged. */
export interface ValueProblem {
  readonly pointer: string;
  readonly message: string;
  readonly isOpen?: boolean;
}

export type ValueChecker = (value: JsonValue) => readonly ValueProblem[];

type Draft = 'draft-04' | 'draft-07' | '2019-09' | '2020-12';

/** Thrown by our own keyword to leave a validator that goes on for too long. */
class TooMuch extends Error {}

const FOLLOWED = 'sluiceFollowed';

/**
 * Compiles a JSON Schema in the draft that its format names. Every schema may be hostile: what it costs is bounded, and
 * expressions are run by our own matcher.
 * @throws Error where the schema cannot be used; its message says why
 */
export function compileJsonSchema(
  use: SchemaUse,
  components: Components,
  total: MatchBudget = createCheckBudget(),
): ValueChecker {
  const schema = bundle(use.schema, components);
  if (typeof schema === 'boolean') {
    return () => (schema ? [] : [{ pointer: '', message: 'the schema `false` allows no value' }]);
  }
  const cost: Cost = { references: 0, patterns: { left: 0 } };
  const validate = createAjv(draftOf(use, schema), cost).compile(schema);
  return (value) => {
    cost.references = LIMITS.references;
    const given = Math.min(LIMITS.patternSteps, total.left);
    cost.patterns.left = given;
    const problems = run(validate, value);
    total.left = Math.max(0, total.left - (given - cost.patterns.left));
    return problems;
  };
}

/** What all values of one document may cost in expressions: a few seconds. */
export function createCheckBudget(): MatchBudget {
  return { left: 10 * LIMITS.patternSteps };
}

interface Cost {
  references: number;
  readonly patterns: MatchBudget;
}

function run(validate: ValidateFunction, value: JsonValue): readonly ValueProblem[] {
  const plain = toPlain(value, { left: LIMITS.dataValues });
  if (plain === undefined) return [{ pointer: '', message: 'it is too long to be checked', isOpen: true }];
  try {
    if (validate(plain)) return [];
    return describeErrors(validate.errors ?? [], value);
  } catch (error) {
    const reason =
      error instanceof PatternRefused ? `a pattern is not run: ${error.message}` : 'its schema is too deep';
    if (error instanceof PatternRefused || error instanceof TooMuch || error instanceof RangeError) {
      return [{ pointer: '', message: `it could not be checked: ${reason}`, isOpen: true }];
    }
    throw error;
  }
}

/** The draft that `schemaFormat` or `$schema` names; AsyncAPI's own is 7. */
function draftOf({ schemaFormat }: SchemaUse, schema: JsonRecord): Draft {
  const named = `${schemaFormat ?? ''} ${typeof schema['$schema'] === 'string' ? schema['$schema'] : ''}`;
  if (named.includes('draft-04')) return 'draft-04';
  if (named.includes('2019-09')) return '2019-09';
  return named.includes('2020-12') ? '2020-12' : 'draft-07';
}

function createAjv(draft: Draft, cost: Cost): Ajv {
  const matchers = new Map<string, Matcher>();
  const regExp = (source: string): { test(text: string): boolean; toString(): string } => {
    const matcher = matchers.get(source) ?? lazily(source);
    matchers.set(source, matcher);
    // By its text the validator tells one expression from another.
    return { test: (text) => matcher(text, cost.patterns), toString: () => source };
  };
  const options: Options = {
    allErrors: true,
    strict: false,
    validateSchema: false,
    addUsedSchema: false,
    inlineRefs: false,
    logger: false,
    unicodeRegExp: false,
    code: { regExp: Object.assign(regExp, { code: 'regExp' }), optimize: false },
  };
  // The draft decides which words are keywords; the rest is one class.
  const ajv: Ajv =
    draft === 'draft-04'
      ? new Draft4.default(options)
      : draft === '2019-09'
        ? new Ajv2019(options)
        : draft === '2020-12'
          ? new Ajv2020(options)
          : new Ajv(options);
  addBoundedFormats(ajv);
  ajv.addKeyword({
    keyword: FOLLOWED,
    schemaType: 'number',
    errors: false,
    validate: (weight: number) => {
      cost.references -= weight;
      if (cost.references < 0) throw new TooMuch();
      return true;
    },
  });
  return ajv;
}

/** An expression that cannot be run is known to be one when it is used, and one that is none at once. */
function lazily(source: string): Matcher {
  try {
    return compilePattern(source);
  } catch (error) {
    if (!(error instanceof PatternRefused)) throw error;
    return () => {
      throw error;
    };
  }
}

/**
 * The schema as one document, with the components that it reaches: references in a model all lead to
 * `#/components/schemas/NAME`. A component says how often it is used, and how long it is.
 */
function bundle(written: JsonValue, components: Components): JsonRecord | boolean {
  const budget = { left: LIMITS.schemaValues };
  const names = new Map(components.schemas.map(({ id, schema }) => [id, schema]));
  const reached = new Map<string, Json>();
  const queue: string[] = [];
  const copy = (value: JsonValue): Json => {
    const before = budget.left;
    const plain = toPlain(value, budget);
    if (plain === undefined) throw new Error(`it holds more than ${LIMITS.schemaValues} values`);
    for (const name of listRefs(plain)) {
      if (!reached.has(name) && names.has(name)) {
        reached.set(name, {});
        queue.push(name);
      }
    }
    return isJsonObject(plain) ? withWeight(plain, before - budget.left) : plain;
  };
  const root = copy(written);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) reached.set(name, copy(names.get(name) ?? {}));
  if (typeof root === 'boolean') return root;
  if (!isJsonObject(root)) throw new Error('it is neither an object nor a boolean');
  return { ...root, components: { schemas: Object.fromEntries(reached) } };
}

function withWeight(schema: JsonRecord, values: number): JsonRecord {
  const weight = Math.ceil(values / 20);
  return '$ref' in schema ? schema : { ...schema, [FOLLOWED]: weight };
}

/** Names of components that a schema refers to, and its own ids taken out: they would move where references lead. */
function listRefs(schema: Json): ReadonlySet<string> {
  const found = new Set<string>();
  const stack: Json[] = [schema];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      stack.push(...value);
      continue;
    }
    if (typeof value['$id'] === 'string') delete value['$id'];
    if (typeof value['$schema'] === 'string' && value !== schema) delete value['$schema'];
    const ref = value['$ref'];
    if (typeof ref === 'string') {
      const [section, kind, name] = (ref.startsWith('#') ? parseFragment(ref.slice(1)) : undefined) ?? [];
      if (section === 'components' && kind === 'schemas' && name !== undefined) found.add(name);
      // Every reference is counted where it stands: ajv takes what stands beside one into account.
      value[FOLLOWED] = 1;
    }
    stack.push(...Object.values(value));
  }
  return found;
}

/** A copy with numbers for big integers; `undefined` where it is too long. */
export function toPlain(value: JsonValue, budget: { left: number }): Json | undefined {
  if (--budget.left < 0) return undefined;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) {
    const items: Json[] = [];
    for (const item of value) {
      const plain = toPlain(item, budget);
      if (plain === undefined) return undefined;
      items.push(plain);
    }
    return items;
  }
  const copy: JsonRecord = {};
  for (const [key, item] of Object.entries(value)) {
    const plain = toPlain(item, budget);
    if (plain === undefined) return undefined;
    Object.defineProperty(copy, key, { value: plain, enumerable: true, writable: true, configurable: true });
  }
  return copy;
}

const isList: (value: unknown) => value is readonly JsonValue[] = Array.isArray;
