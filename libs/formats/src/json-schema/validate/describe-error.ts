import type { ErrorObject } from 'ajv';
import { cut } from './path.ts';

/** Where a value does not fit, and how. */
export interface Misfit {
  readonly steps: readonly (string | number)[];
  readonly expected: string;
  readonly found: string;
}

/**
 * The one error to tell of all that a validator lists: it stops at the first, but a choice lists those of every branch.
 * Where one branch got further into the value than the others, its error is the one meant.
 */
export function chooseError(errors: readonly ErrorObject[], value: unknown): Misfit {
  const last = errors.at(-1);
  if (last === undefined) return { steps: [], expected: 'a valid value', found: describeValue(value) };
  const depth = depthOf(last);
  const inner = errors.filter((error) => error !== last && depthOf(error) > depth);
  const deepest = Math.max(...inner.map(depthOf), 0);
  const best = inner.filter((error) => depthOf(error) === deepest);
  const isChoice = last.keyword === 'anyOf' || last.keyword === 'oneOf';
  const isMeant =
    isChoice && best.length > 0 && best.every(({ instancePath }) => instancePath === best[0]?.instancePath);
  if (isMeant) return describeError(best.at(-1) ?? last, value);
  if (isChoice && inner.length === 0) return describeChoice(last, errors.slice(0, -1), value);
  return last.keyword === 'if' ? describeError(errors.at(-2) ?? last, value) : describeError(last, value);
}

function depthOf({ instancePath }: ErrorObject): number {
  return instancePath.split('/').length;
}

function describeChoice(choice: ErrorObject, branches: readonly ErrorObject[], value: unknown): Misfit {
  const misfit = describeError(choice, value);
  const params = choice.params as Readonly<Record<string, unknown>>;
  if (Array.isArray(params['passingSchemas'])) return misfit;
  const expected = [...new Set(branches.map((error) => describeError(error, value).expected))];
  return expected.length === 0 || expected.length > 10 ? misfit : { ...misfit, expected: expected.join(' or ') };
}

function describeError({ keyword, instancePath, params: given, message }: ErrorObject, root: unknown): Misfit {
  const params = given as Readonly<Record<string, unknown>>;
  const pointer = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const steps: (string | number)[] = [];
  let value = root;
  for (const step of pointer) {
    steps.push(Array.isArray(value) ? Number(step) : step);
    value = memberOf(value, step);
  }
  const at = (expected: string, found = describeValue(value)): Misfit => ({ steps, expected, found });
  const member = (name: unknown, expected: string): Misfit => {
    const item = memberOf(value, String(name));
    return { steps: [...steps, String(name)], expected, found: item === undefined ? 'nothing' : describeValue(item) };
  };

  switch (keyword) {
    case 'type':
      return at([params['type']].flat().join(' or '));
    case 'required':
      return member(params['missingProperty'], 'a value');
    case 'dependencies':
    case 'dependentRequired':
      return member(params['missingProperty'], `a value, since ${quote(params['property'])} is there`);
    case 'additionalProperties':
      return member(params['additionalProperty'], 'no property of this name');
    case 'unevaluatedProperties':
      return member(params['unevaluatedProperty'], 'no property of this name');
    case 'propertyNames':
      return member(params['propertyName'], 'another name of a property');
    case 'false schema':
      return at('nothing');
    case 'enum':
      return at(describeAllowed(params['allowedValues']));
    case 'const':
      return at(show(params['allowedValue']));
    case 'pattern':
      return at(`a string that matches ${quote(params['pattern'])}`);
    case 'format':
      return at(`a string of the format ${String(params['format'])}`);
    case 'minLength':
    case 'maxLength':
      return at(`a string of ${bound(keyword, params)} characters`);
    case 'minItems':
    case 'maxItems':
      return at(`an array of ${bound(keyword, params)} items`);
    case 'additionalItems':
    case 'unevaluatedItems':
      return at(`an array of at most ${String(params['limit'] ?? params['len'])} items`);
    case 'minProperties':
    case 'maxProperties':
      return at(`an object of ${bound(keyword, params)} properties`);
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return at(`a number ${String(params['comparison'])} ${String(params['limit'])}`);
    case 'multipleOf':
      return at(`a multiple of ${String(params['multipleOf'])}`);
    case 'uniqueItems':
      return at('items that differ from each other');
    case 'contains':
      return at('an array with items of the schema under contains');
    case 'not':
      return at('a value that the schema under not refuses');
    case 'anyOf':
      return at('a value of one of the schemas under anyOf');
    case 'oneOf':
      return at(
        Array.isArray(params['passingSchemas'])
          ? `a value of exactly one of the schemas under oneOf, not of ${params['passingSchemas'].join(' and ')}`
          : 'a value of one of the schemas under oneOf',
      );
    default:
      return at(message ?? `what ${keyword} asks for`);
  }
}

function bound(keyword: string, { limit }: Readonly<Record<string, unknown>>): string {
  return `at ${keyword.startsWith('min') ? 'least' : 'most'} ${String(limit)}`;
}

function describeAllowed(values: unknown): string {
  const allowed = Array.isArray(values) ? values : [];
  return `one of ${allowed.slice(0, 20).map(show).join(', ')}${allowed.length > 20 ? ', …' : ''}`;
}

function show(value: unknown): string {
  return cut(JSON.stringify(value) ?? 'nothing', 100);
}

function quote(text: unknown): string {
  return JSON.stringify(cut(String(text), 100));
}

function memberOf(value: unknown, step: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[step];
}

/** A value as findings name it. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `string ${JSON.stringify(cut(value))}`;
  if (typeof value === 'number') return `number ${value}`;
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value !== 'object' || value === null) return String(value);
  const keys = Object.keys(value);
  return keys.length === 0 ? 'object without properties' : `object with ${cut(keys.join(', '))}`;
}
