/** Keywords of JSON Schema whose value is data, in which `$ref` is a key like any other. */
const DATA_KEYWORDS: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'example', 'examples']);

/** Keywords whose value has schemas under names of the author's choosing. */
export const NAMED_KEYWORDS: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'dependentSchemas',
  'dependencies',
]);

/** Whether the value of a keyword is data. */
export function isData(keyword: string): boolean {
  return DATA_KEYWORDS.has(keyword) || keyword.startsWith('x-');
}
