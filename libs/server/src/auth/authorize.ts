import { findTarget } from './access-table.ts';
import { answerItems } from './filter-items.ts';
import { permitSchema } from './permit-schema.ts';
import { permitSubject } from './permit-subject.ts';
import type { Permission, Question } from './permission.ts';
import { requireAll, requireSome } from './permission.ts';
import { mayUseAll } from './principal.ts';
import { Refusal } from './refusal.ts';

/**
 * Lets a request go on when its principal has the role that it needs; throws Refusal otherwise. Lists are answered here
 * when the principal may see only some of their items.
 */
export async function authorize(question: Question, path: string): Promise<Permission> {
  const { principal, request } = question;
  if (mayUseAll(principal, 'admin')) return { request };
  const target = findTarget(request.method, splitPath(path));
  const { need, context } = target;
  switch (need.over) {
    case 'something':
      requireSome(principal, need.role, context);
      return { request };
    case 'everything':
      requireAll(principal, need.role);
      return { request };
    case 'context':
      requireAll(principal, need.role, context);
      return permitSubject(question, target, { role: need.role, alias: false });
    case 'subject':
      return permitSubject(question, target, need);
    case 'schema':
      return permitSchema(question, target, need.key);
    case 'items':
      requireSome(principal, 'read', context);
      if (mayUseAll(principal, 'read')) return { request };
      return { response: await answerItems(question, need.items) };
  }
}

/** The decoded parts of a path. Throws Refusal where it cannot be decoded. */
function splitPath(path: string): readonly string[] {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map((part) => decodeURIComponent(part));
  } catch {
    throw new Refusal('bad-request', 'The path has a percent sign that begins no UTF-8 character');
  }
}
