import { mayUseAll, mayUseSome, mayUseSubject } from './principal.ts';
import type { Principal, Role } from './principal.ts';
import type { QualifiedSubject } from './qualified-subject.ts';
import { Refusal } from './refusal.ts';

/** A request that a principal makes. */
export interface Question {
  readonly principal: Principal;
  readonly request: Request;
  /** Asks the registry itself, on nobody's behalf. */
  readonly ask: (request: Request) => Promise<Response>;
}

/** What is to be done with a request that is allowed. */
export type Permission =
  /** Let it go on; `show` makes of the answer what the principal may see, or throws Refusal. */
  | { readonly request: Request; readonly show?: (answer: Response) => Promise<Response> }
  /** It was answered. */
  | { readonly response: Response };

export function requireSubject(principal: Principal, role: Role, subject: QualifiedSubject, shown: string): void {
  if (!mayUseSubject(principal, role, subject)) throw denied(principal, role, `Subject: ${shown}`);
}

export function requireAll(principal: Principal, role: Role, context?: string): void {
  const what = context === undefined ? 'every subject' : `every subject of the context ${context}`;
  if (!mayUseAll(principal, role, context)) throw denied(principal, role, what);
}

export function requireSome(principal: Principal, role: Role, context?: string): void {
  if (!mayUseSome(principal, role, context)) throw denied(principal, role, 'anything here');
}

export function denied({ name }: Principal, role: Role, what: string): Refusal {
  return new Refusal('denied', `User ${name} is denied operation ${role} on ${what}`);
}

/** The start of paths in a context. */
export function describePrefix(context: string | undefined): string {
  return context === undefined ? '' : `/contexts/${encodeURIComponent(context)}`;
}

/** The object that an answer's JSON is, to show it otherwise; `undefined` for any other answer. */
export async function readAnswer(answer: Response): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (answer.status !== 200 || !/\bjson\b/.test(answer.headers.get('content-type') ?? '')) return undefined;
  const text = await answer.clone().text();
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : undefined;
  } catch {
    return undefined;
  }
}
