/**
 * A registry may hold several contexts: spaces of subjects and ids that know nothing of each other. A subject of a context
 * is written `:.context:subject`; without that it is of the default context, whose name is a dot (Confluent's
 * Schema Registry, "Schema contexts").
 */
export interface QualifiedSubject {
  /** With its leading dot. */
  readonly context: string;
  readonly name: string;
}

export const DEFAULT_CONTEXT = '.';

/** The context that settings for all contexts stand in; no subject is registered there. */
export const GLOBAL_CONTEXT = '.__GLOBAL';

/** Takes a subject apart. */
export function splitSubject(subject: string): QualifiedSubject {
  if (!subject.startsWith(':.')) return { context: DEFAULT_CONTEXT, name: subject };
  const end = subject.indexOf(':', 2);
  return end === -1
    ? { context: subject.slice(1), name: '' }
    : { context: subject.slice(1, end), name: subject.slice(end + 1) };
}

/** The shortest way to write a subject: what belongs to the default context goes without it. */
export function joinSubject(context: string, name: string): string {
  return context === DEFAULT_CONTEXT ? name : `:${context}:${name}`;
}

/** The one way to write a subject that may be written in several. */
export function normalizeSubject(subject: string): string {
  if (!subject.startsWith(':.')) return subject;
  const { context, name } = splitSubject(subject);
  return joinSubject(context, name);
}

/** `subject` as it is meant within `context`: a reference or an alias without a context is to its own. */
export function qualifySubject(context: string, subject: string): string {
  const own = splitSubject(subject);
  return joinSubject(own.context === DEFAULT_CONTEXT ? context : own.context, own.name);
}
