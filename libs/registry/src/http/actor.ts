import type { Context } from 'hono';
import type { Actor } from '../audit.ts';

/** Who asks, as the listener says in `context.env.actor`. */
export interface RequestActor extends Actor {
  /** Whether they have a role over a subject, written as the REST API writes it. */
  may(role: 'read' | 'write' | 'admin', subject: string): boolean;
}

/** Where no listener says who asks, there is none who would ask them. */
const NOBODY: RequestActor = { name: 'anonymous', method: 'none', address: '', may: () => true };

export function readActor({ env }: Context): RequestActor {
  const given: unknown = typeof env === 'object' && env !== null ? Reflect.get(env, 'actor') : undefined;
  return isActor(given) ? given : NOBODY;
}

function isActor(value: unknown): value is RequestActor {
  return typeof value === 'object' && value !== null && 'name' in value && 'may' in value;
}
