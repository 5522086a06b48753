import type { RuleMode, RuleRequest, SchemaRule } from '@sluice/serde';
import { describeError, RuleError } from './rule-error.ts';

/** What an action is told. */
export interface RuleEvent {
  readonly rule: SchemaRule;
  readonly mode: RuleMode;
  readonly subject: string;
  /** '' where the deserializer was not told. */
  readonly topic: string;
  readonly part: 'key' | 'value';
  /** The value before the rule; bytes for encoding rules. */
  readonly value: unknown;
  /** Undefined for `onSuccess`. */
  readonly error: RuleError | undefined;
}

/** What `onSuccess` or `onFailure` names. A value is refused where it throws or rejects, and goes on unchanged where it does not. */
export type RuleAction = (event: RuleEvent) => void | Promise<void>;

/** The actions that every client of Confluent's has. */
const BUILT_IN: Readonly<Record<string, RuleAction | undefined>> = {
  NONE: () => {},
  ERROR: ({ error, rule }) => {
    throw error ?? new RuleError('failed', rule.name, 'its action on success is ERROR');
  },
};

/** What follows a rule; undefined where nothing does. */
export interface Outcome {
  readonly action: RuleAction;
  readonly isBuiltIn: boolean;
}

/** The action for one direction: `a,b` is a on WRITE and UPGRADE, b on READ and DOWNGRADE. */
export function findAction(
  rule: SchemaRule,
  given: string | undefined,
  fallback: 'ERROR' | 'NONE',
  mode: RuleMode,
  actions: Readonly<Record<string, RuleAction>>,
): Outcome {
  const name = pickAction(rule, given, mode) ?? fallback;
  const builtIn = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
  if (builtIn !== undefined) return { action: builtIn, isBuiltIn: true };
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) {
    throw new RuleError('invalid', rule.name, `there is no action ${name}: give it in \`actions\` of createRules()`);
  }
  return { action, isBuiltIn: false };
}

function pickAction(rule: SchemaRule, given: string | undefined, mode: RuleMode): string | undefined {
  if (given === undefined || given === '') return undefined;
  if ((rule.mode !== 'WRITEREAD' && rule.mode !== 'UPDOWN') || !given.includes(',')) return given;
  const [forth = '', back = ''] = given.split(',');
  const name = (mode === 'WRITE' || mode === 'UPGRADE' ? forth : back).trim();
  return name === '' ? undefined : name;
}

/**
 * Confluent's action DLQ: `send` puts the value where dead letters go (the rule's parameter or the metadata's property
 * `dlq.topic` may name the topic: it is handed on), then the value is refused. `{ DLQ: deadLetterAction(send) }`.
 */
export function deadLetterAction(send: (event: RuleEvent) => void | Promise<void>): RuleAction {
  return async (event) => {
    await send(event);
    throw event.error ?? new RuleError('failed', event.rule.name, 'the value went to the dead letters');
  };
}

/** Runs an action; what it throws refuses the value. */
export function runAction({ action }: Outcome, event: RuleEvent): unknown {
  const refuse = (error: unknown): never => {
    if (error instanceof RuleError) throw error;
    throw new RuleError('failed', event.rule.name, `its action failed: ${describeError(error)}`, { cause: error });
  };
  try {
    const result = action(event);
    return result instanceof Promise ? result.catch(refuse) : undefined;
  } catch (error) {
    return refuse(error);
  }
}

/** What of a request an event repeats. */
export function describeRequest({
  mode,
  subject,
  topic,
  part,
}: RuleRequest): Pick<RuleEvent, 'mode' | 'subject' | 'topic' | 'part'> {
  return { mode, subject, topic, part };
}
