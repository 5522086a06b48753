import type { Language } from './generate-options.ts';
import { RESERVED_FILES, RESERVED_NAMES } from './reserved-names.ts';

/*
 * The one rule of identifiers, for all languages. A name is cut into words, and the words are put together in the case
 * that its use asks for; what is reserved or taken gets `_`, then `_2`, `_3`, and so on. Names on the wire (fields,
 * symbols, property keys) are never changed: see `propertyKey`.
 */

/** `PascalCase`, `camelCase`, `snake_case`, `kebab-case`, `UPPER_CASE`. */
export type NameCase = 'pascal' | 'camel' | 'snake' | 'kebab' | 'upper';

/**
 * A name in this case: `HTTPServer_v2` is `HTTPServerV2`, `httpServerV2`, `http_server_v2`, `http-server-v2` or
 * `HTTP_SERVER_V2`. Letters of any script stay; whatever is no letter or digit parts words. The result is an identifier
 * (a file's name, for `kebab`), which may still be reserved.
 */
export function formatName(text: string, form: NameCase): string {
  const words = splitWords(text);
  const name = joinWords(words.length === 0 ? ['unnamed'] : words, form);
  return form === 'kebab' || !/^\p{Nd}/u.test(name) ? name : `_${name}`;
}

/** Names that stand together and must differ: of one module, one class, one folder. */
export interface NameScope {
  /** The name if it is free and not reserved, else with the first suffix that makes it so; taken from now on. */
  take(name: string): string;
}

/** `taken` are names that the place has already, beside the reserved ones of its language. */
export function createNameScope(language: Language, taken: Iterable<string> = []): NameScope {
  return createScope(RESERVED_NAMES[language], taken, '_');
}

/** As `createNameScope`, for what stands in one folder. Files of TypeScript are `kebab`: a second `name` is `name-2`. */
export function createFileScope(language: Language, taken: Iterable<string> = []): NameScope {
  return createScope(RESERVED_FILES, taken, language === 'ts' ? '-' : '_');
}

/** A property key as TypeScript text, in types: the name itself, in quotes where it must be. */
export function propertyKey(name: string): string {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : quote(name);
}

/** As `propertyKey`, in object literals, where `__proto__` would set the prototype. */
export function literalKey(name: string): string {
  return name === '__proto__' ? "['__proto__']" : propertyKey(name);
}

/** A string as TypeScript text: in the quotes that need fewer escapes, single ones by preference. */
export function quote(text: string): string {
  const json = JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  const singles = text.split("'").length;
  if (singles > text.split('"').length) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A name in a sentence of a comment: `` an `order` ``, `` a `user` ``. */
export function withArticle(name: string, article: 'a' | 'A' = 'a'): string {
  return `${article}${/^(?:[aeio]|u[np](?!i))/iu.test(name) ? 'n' : ''} \`${name}\``;
}

function createScope(reserved: ReadonlySet<string>, names: Iterable<string>, joint: string): NameScope {
  const taken = new Set(names);
  const isFree = (name: string): boolean => !reserved.has(name) && !taken.has(name);
  return {
    take(name) {
      let free = name;
      for (let count = 1; !isFree(free); count++) {
        if (count > 1) free = `${name}${joint}${count}`;
        else if (joint === '_') free = `${name}_`;
      }
      taken.add(free);
      return free;
    },
  };
}

/** Runs of capitals are one word but for a last one that begins the next (`HTTPServer`); digits end a word. */
const WORD = /\p{Lu}+(?![\p{Ll}])\p{Nd}*|\p{Lu}?[\p{Ll}\p{Lt}\p{Lm}\p{Lo}\p{M}]+\p{Nd}*|\p{Nd}+/gu;

function splitWords(text: string): readonly string[] {
  const words = text.match(WORD) ?? [];
  // A name without small letters, such as MACHINE_STATE, shouts; one word, such as URL, is an abbreviation.
  const shouts = words.length > 1 && !/\p{Ll}/u.test(text) && /[^\p{L}\p{Nd}]/u.test(text);
  return shouts ? words.map((word) => word.toLowerCase()) : words;
}

function joinWords(words: readonly string[], form: NameCase): string {
  switch (form) {
    case 'pascal':
      return words.map(capitalize).join('');
    case 'camel':
      return words.map((word, index) => (index === 0 ? word.toLowerCase() : capitalize(word))).join('');
    case 'snake':
      return words.join('_').toLowerCase();
    case 'kebab':
      return words.join('-').toLowerCase();
    case 'upper':
      return words.join('_').toUpperCase();
  }
}

function capitalize(word: string): string {
  const [first = ''] = word;
  return first.toUpperCase() + word.slice(first.length);
}
