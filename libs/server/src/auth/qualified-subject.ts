/** A subject and its context, which begins with a dot; the default context is `.`. */
export interface QualifiedSubject {
  readonly context: string;
  readonly name: string;
}

export const DEFAULT_CONTEXT = '.';

/** Reads `:.context:name`, `:.context:`, `:.context` and `:*:name`; any other text is a name in the default context. */
export function readQualifiedSubject(text: string): QualifiedSubject {
  if (text.startsWith(':.') || text.startsWith(':*:')) {
    const end = text.indexOf(':', 1);
    if (end < 0) return { context: text.slice(1), name: '' };
    return { context: text.slice(1, end), name: text.slice(end + 1) };
  }
  return { context: DEFAULT_CONTEXT, name: text };
}

/** A context as paths name it: `eu`, `.eu` and `:.eu:` are one. */
export function readContext(text: string): string {
  const bare = text.replace(/^:/, '').replace(/:$/, '');
  return bare.startsWith('.') || bare === '*' ? bare : `.${bare}`;
}

/**
 * Every subject that a name can mean below `/contexts/{context}`. There is more than one only where the name has another
 * context of its own; whoever may use all of them may use the one that is meant.
 */
export function readSubjects(text: string, context: string | undefined): readonly QualifiedSubject[] {
  const own = readQualifiedSubject(text);
  if (context === undefined || context === own.context) return [own];
  if (own.name === text) return [{ context, name: text }];
  return [own, { context, name: own.name }, { context, name: text }];
}
