import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthMethod, Role } from './principal.ts';

/** Who asks, from where: `context.env.actor` of every hono app behind the listener. */
export interface Actor {
  /** `anonymous` where nobody is asked who they are. */
  readonly name: string;
  readonly method: AuthMethod;
  /** Of the connection. */
  readonly address: string;
  /** Whether they have a role over a subject, written as the REST API writes it: `orders`, `:.context:orders`. */
  may(role: Role, subject: string): boolean;
}

/** What hono calls the bindings of a request. */
export interface RequestEnv {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly actor: Actor;
  /** Absent where an answer is read before it goes out. */
  readonly sendText?: SendText;
}

/**
 * Answers a text that is at hand, past Response, whose stream costs more than all else that such a request takes. What it
 * returns stands for the answer.
 */
export type SendText = (status: number, headers: Readonly<Record<string, string>>, text: string) => Response;
