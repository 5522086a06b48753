import type { JsonValue } from '../schema/json.ts';

/** Where the parts of a schema stand in its text: offsets by the JSON objects made of them. */
export type Places = Map<object, Place>;

interface Place {
  readonly at: number;
  /** Of members and items that are no objects. */
  readonly members?: ReadonlyMap<string, number> | undefined;
}

/** The offset of what an RFC 6901 pointer names in `json`, or of what holds it. */
export function findPlace(places: Places, json: JsonValue, pointer: string): number {
  let at = 0;
  let node: unknown = json;
  const steps = pointer.split('/').slice(1);
  for (let depth = 0; typeof node === 'object' && node !== null; depth++) {
    const place = places.get(node);
    if (place !== undefined) at = place.at;
    const step = steps[depth];
    if (step === undefined) break;
    at = place?.members?.get(step) ?? at;
    node = Object.hasOwn(node, step) ? (node as Readonly<Record<string, unknown>>)[step] : undefined;
  }
  return at;
}
