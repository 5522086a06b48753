import { isModern } from '../drafts.ts';
import { isObject } from '../text/json.ts';
import { refuseAt } from './documents.ts';
import type { Documents, Place } from './documents.ts';
import { createKeywordReader, describe } from './keywords.ts';
import { loadClassic } from './load-classic.ts';
import { loadModern } from './load-modern.ts';
import type { ReferenceShape, Shape } from './shape.ts';

/** Makes shapes of schemas; each that is referred to once. */
export interface Loader {
  load(place: Place): Shape;
  /** A reference whose target is read later. */
  refer(reference: string, from: Place): ReferenceShape;
}

/** References followed in one schema: each may ask for a walk through a document. */
const MAX_REFERENCES = 100_000;

/**
 * Reads a schema and all that it refers to.
 * @throws SchemaFormatError where a keyword's value is of the wrong kind, or a reference leads to nothing: what Confluent's
 * registry refuses (its `JsonSchema.validate`), which does not hold schemas to their meta-schema
 */
export function loadShape(documents: Documents): Shape {
  const targets = new Map<unknown, Shape | undefined>();
  const waiting: { readonly shape: ReferenceShape; readonly place: Place }[] = [];
  let references = 0;

  const loader: Loader = {
    load(place) {
      const { json, document } = place;
      if (json === true) return { kind: 'true' };
      if (json === false) return { kind: 'false' };
      if (!isObject(json)) {
        throw refuseAt(place, 'shape', `a schema is an object, true or false, found ${describe(json)}`);
      }
      const reader = createKeywordReader(place, json);
      return isModern(document.draft) ? loadModern(reader, loader) : loadClassic(reader, loader);
    },
    refer(reference, from) {
      if (++references > MAX_REFERENCES) throw refuseAt(from, 'limit', `more than ${MAX_REFERENCES} references`);
      const place = documents.resolve(reference, from);
      const shape: ReferenceShape = {
        kind: 'reference',
        uri: `${place.document.base ?? ''}#${place.pointer}`,
        target: undefined,
      };
      waiting.push({ shape, place });
      return shape;
    },
  };

  const root = loader.load(documents.root);
  // Up to draft 7 a reference to the root leads to a second reading of it, so that differences are told there too.
  if (isModern(documents.root.document.draft)) targets.set(documents.root.json, root);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { json } = next.place;
    const known = targets.get(json);
    next.shape.target = known ?? loader.load(next.place);
    if (known === undefined) targets.set(json, next.shape.target);
  }
  return root;
}
