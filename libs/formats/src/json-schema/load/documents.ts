import { SchemaFormatError } from '../../schema-format-error.ts';
import type { ResolvedReference } from '../../schema-format.ts';
import { bridgeDefinitions, draftOf, findDraft, idKeyword, isModern } from '../drafts.ts';
import type { Draft } from '../drafts.ts';
import { isList, isObject } from '../text/json.ts';
import type { Json } from '../text/json.ts';
import { parseJson } from '../text/parse-json.ts';
import { findMetaSchema } from './meta-schemas.ts';
import { addStep, pointerSteps, resolveUri, splitFragment } from './uri.ts';

/** A text that a schema is made of: its own, one that it refers to, or a meta-schema. */
export interface SchemaDocument {
  readonly root: Json;
  /** The one it is read by, which is of the same family as that of the schema's own text. */
  readonly draft: Draft;
  /** Before messages: empty for the schema's own text. */
  readonly origin: string;
  readonly base: string | undefined;
  /** Schemas by their ids and anchors, as written and as resolved. Made when first asked for. */
  names?: ReadonlyMap<string, Place>;
}

/** A schema within a document. */
export interface Place {
  readonly document: SchemaDocument;
  readonly json: Json;
  /** The address that references in it are resolved against. */
  readonly base: string | undefined;
  /** The nearest schema around it, or itself, that has an id; the document's root where none has. */
  readonly resource: Json;
  readonly pointer: string;
}

/** The texts of one schema, and where references in them lead. */
export interface Documents {
  readonly root: Place;
  /** @throws SchemaFormatError where it leads to nothing */
  resolve(reference: string, from: Place): Place;
  /** In how many schemas of all texts this keyword has this value. */
  countAnchors(keyword: string, value: Json): number;
}

/** Reads the texts behind a schema's references. @throws SchemaFormatError where one is no JSON */
export function createDocuments(json: Json, references: readonly ResolvedReference[]): Documents {
  const draft = draftOf(json);
  const document = createDocument(json, draft, '', undefined);
  const byUri = new Map<string, SchemaDocument>();
  for (const { name, schema } of references) {
    const origin = `in reference ${name}: `;
    const referred = parseJson(schema, origin);
    const its = draftOf(referred);
    const read = createDocument(referred, isModern(its) === isModern(draft) ? its : draft, origin, name);
    for (const uri of [name, `./${name}`, resolveUri(document.base, name)]) byUri.set(splitFragment(uri)[0], read);
  }

  function findDocument(uri: string): SchemaDocument | undefined {
    const known = byUri.get(uri);
    if (known !== undefined) return known;
    const metaDraft = findDraft(uri);
    const meta = findMetaSchema(uri);
    if (meta === undefined) return undefined;
    const read = createDocument(meta, metaDraft ?? draft, `in ${uri}: `, uri);
    byUri.set(uri, read);
    return read;
  }

  function find(reference: string, from: Place): Place | undefined {
    const resolved = resolveUri(from.base, reference);
    const names = namesOf(from.document);
    const named = names.get(resolved) ?? names.get(reference);
    if (named !== undefined) return named;
    if (reference.startsWith('#')) return findWithin(from, reference.slice(1));
    for (const uri of [reference, resolved]) {
      const [address, fragment] = splitFragment(uri);
      const holder = names.get(address);
      if (holder !== undefined) return findWithin(holder, fragment);
      const other = findDocument(address);
      if (other !== undefined) return findWithin(rootOf(other), fragment);
    }
    return undefined;
  }

  return {
    root: rootOf(document),
    countAnchors: (keyword, value) =>
      [document, ...new Set(byUri.values())].reduce((sum, { root }) => sum + countMembers(root, keyword, value), 0),
    resolve(reference, from) {
      const found = find(reference, from);
      if (found !== undefined) return found;
      throw refuseAt(from, 'reference', `the reference ${JSON.stringify(reference)} ${explain(reference)}`);
    },
  };
}

/** The schema under a key or index of another, with the base address that its id gives it. */
export function descend(place: Place, ...steps: readonly (string | number)[]): Place {
  let next = place;
  for (const step of steps) {
    const json = isObject(next.json)
      ? next.json.get(String(step))
      : isList(next.json)
        ? next.json[Number(step)]
        : undefined;
    next = enter({ ...next, json: json ?? null, pointer: addStep(next.pointer, step) });
  }
  return next;
}

/** The error for what is wrong with a schema. */
export function refuseAt({ document, pointer }: Place, kind: string, message: string): SchemaFormatError {
  return new SchemaFormatError([{ kind, pointer, message: document.origin + message }]);
}

function createDocument(json: Json, draft: Draft, origin: string, uri: string | undefined): SchemaDocument {
  const root = bridgeDefinitions(json);
  const id = isObject(root) ? root.get(idKeyword(draft)) : undefined;
  return { root, draft, origin, base: typeof id === 'string' ? resolveUri(uri, id) : uri };
}

function rootOf(document: SchemaDocument): Place {
  return { document, json: document.root, base: document.base, resource: document.root, pointer: '' };
}

function enter(place: Place): Place {
  const { json, document, base } = place;
  const id = isObject(json) ? json.get(idKeyword(document.draft)) : undefined;
  if (typeof id !== 'string') return place;
  return { ...place, base: resolveUri(base, id), resource: json };
}

function findWithin(holder: Place, fragment: string): Place | undefined {
  const { document, resource } = holder;
  const roots = isModern(document.draft) ? [resource, document.root] : [document.root, resource];
  const steps = pointerSteps(fragment);
  for (const json of roots) {
    if (steps === undefined) continue;
    const found = json === document.root ? walk(rootOf(document), steps) : walk({ ...holder, json }, steps);
    if (found !== undefined) return found;
  }
  const [address] = splitFragment(holder.base ?? '');
  const names = namesOf(document);
  return names.get(`${address}#${fragment}`) ?? names.get(`#${fragment}`);
}

function walk(from: Place, steps: readonly string[]): Place | undefined {
  let place = from;
  for (const step of steps) {
    const { json } = place;
    const has = isObject(json) ? json.has(step) : isList(json) && /^\d+$/.test(step) && Number(step) < json.length;
    if (!has) return undefined;
    place = descend(place, step);
  }
  return place;
}

function namesOf(document: SchemaDocument): ReadonlyMap<string, Place> {
  if (document.names !== undefined) return document.names;
  const names = new Map<string, Place>();
  const add = (name: string, place: Place): void => {
    if (!names.has(name)) names.set(name, place);
  };
  const stack: Place[] = [rootOf(document)];
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    const { json } = place;
    if (isList(json)) for (const index of json.keys()) pushWithin(stack, place, index);
    if (!isObject(json)) continue;
    const id = json.get(idKeyword(document.draft));
    if (typeof id === 'string') {
      add(id, place);
      add(place.base ?? id, place);
      add(splitFragment(place.base ?? id)[0], place);
    }
    if (isModern(document.draft)) {
      for (const keyword of ['$anchor', '$dynamicAnchor']) {
        const anchor = json.get(keyword);
        if (typeof anchor === 'string') add(resolveUri(place.base, `#${anchor}`), place);
      }
    }
    for (const [key, value] of json) {
      if (key !== 'enum' && key !== 'const' && typeof value === 'object') pushWithin(stack, place, key);
    }
  }
  names.delete('');
  document.names = names;
  return names;
}

function pushWithin(stack: Place[], place: Place, step: string | number): void {
  stack.push(descend(place, step));
}

function explain(reference: string): string {
  if (reference.startsWith('#')) return 'leads to nothing in the schema';
  return 'leads to nothing: it is the name of none of the schemas that this one declares as its references, and nothing is fetched from the network';
}

function countMembers(root: Json, keyword: string, value: Json): number {
  let count = 0;
  const stack: Json[] = [root];
  for (let json = stack.pop(); json !== undefined; json = stack.pop()) {
    if (isObject(json) && json.get(keyword) === value) count++;
    if (isObject(json) || isList(json)) for (const member of json.values()) stack.push(member);
  }
  return count;
}
