import type { RecordField } from './schema/schema.ts';

/** The way from the root of a comparison to a place, last step first: sharing what precedes keeps deep ones linear. */
export type Place = PlaceStep | undefined;

interface PlaceStep {
  readonly before: Place;
  /** Into the reader's schema, as Java counts: branches of a writer's union are steps too. */
  readonly step: string;
  /** Into values: the name of a field, `[]`, `{}`; '' where it stays. */
  readonly way: string;
}

/** A step that only the schemas have, or one into each item (`[]`) or value of a map (`{}`). */
export function inside(before: Place, step: string, way: '' | '[]' | '{}' = ''): Place {
  return { before, step, way };
}

export function insideField(before: Place, index: number, field: RecordField): Place {
  return { before: inside(before, 'fields'), step: String(index), way: field.name };
}

/** A branch of the reader's union: Java goes on there as if it were a schema of its own. */
export function insideTrial(before: Place): Place {
  return { before, step: TRIAL, way: '' };
}

const TRIAL = '';

/** A JSON Pointer (RFC 6901), `/` for the root as Java has it. */
export function formatLocation(place: Place): string {
  const steps: string[] = [];
  for (let at = place; at !== undefined && at.step !== TRIAL; at = at.before) {
    steps.push(at.step.replaceAll('~', '~0').replaceAll('/', '~1'));
  }
  return `/${steps.reverse().join('/')}`;
}

/** `readings[].value`, `labels{}`; '' for the root. */
export function formatWay(place: Place): string {
  const ways: string[] = [];
  for (let at = place; at !== undefined; at = at.before) if (at.way !== '') ways.push(at.way);
  return joinWays(ways.reverse());
}

function joinWays(ways: readonly string[]): string {
  return ways.reduce((path, way) => (path === '' || way === '[]' || way === '{}' ? path + way : `${path}.${way}`), '');
}

/** Whether the place is a branch of a writer's union, where the reader's type stays what it is around it. */
export function isInBranch(place: Place): boolean {
  return place !== undefined && place.way === '' && /^\d/.test(place.step);
}
