/**
 * The specification's names are ASCII; Java's parser, and so every registry that uses it, takes letters and digits of
 * any script, and a schema that is registered there must be readable here.
 */
const NAME = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;

export function isName(text: string): boolean {
  return NAME.test(text);
}

/** A full name is names joined by dots; the part before the last dot is the namespace. */
export function isFullName(text: string): boolean {
  return text.split('.').every(isName);
}

/** The full name of `name` as written within `namespace` ('' is none): a name with a dot is full already. */
export function fullName(name: string, namespace: string): string {
  const dot = name.lastIndexOf('.');
  if (dot === 0) return name.slice(1);
  return dot > 0 || namespace === '' ? name : `${namespace}.${name}`;
}
