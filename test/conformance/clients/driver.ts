import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** One record as a client is told to produce it. */
export interface InputRecord {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** One record as a client read it: `Value` is text, or what the client's Avro serde made of it. */
export interface ReadRecord<Value = string> extends Omit<InputRecord, 'value'> {
  readonly partition: number;
  readonly offset: number;
  readonly value: Value;
}

/** Offsets by partition. */
type Offsets = Readonly<Record<string, number>>;

/** How a member joins: `instance` makes it a static one (KIP-345), `cooperative` hands partitions over one by one (KIP-429). */
export interface Joining {
  readonly member: string;
  readonly group: string;
  readonly topic: string;
  readonly instance?: string;
  readonly cooperative?: true;
}

/** What a client can be told to do. A refusal is an error whose text names what the broker said. */
export interface Actions {
  hello: { takes: {}; gives: { version: string } };
  'create-topic': { takes: { topic: string; partitions: number; configs: Record<string, string> }; gives: unknown };
  produce: { takes: { topic: string; codec: string; records: readonly InputRecord[] }; gives: unknown };
  /** Starts a member that reads from the start or the group's commits, and commits what it has read. */
  join: { takes: Joining; gives: unknown };
  /** What a member has read since the last time, waiting a moment for more, and the partitions it has now. */
  poll: { takes: { member: string }; gives: { assigned: number[]; records: ReadRecord<unknown>[] } };
  leave: { takes: { member: string }; gives: unknown };
  'list-topics': { takes: {}; gives: string[] };
  'describe-topic': { takes: { topic: string }; gives: { partitions: number } };
  'create-partitions': { takes: { topic: string; total: number }; gives: unknown };
  'describe-configs': { takes: { topic: string }; gives: Record<string, string> };
  'alter-config': { takes: { topic: string; name: string; value: string }; gives: unknown };
  'list-offsets': { takes: { topic: string }; gives: { earliest: Offsets; latest: Offsets } };
  'delete-records': { takes: { topic: string; partition: number; before: number }; gives: unknown };
  'list-groups': { takes: {}; gives: string[] };
  'describe-group': { takes: { group: string }; gives: { state: string; members: number } };
  committed: { takes: { group: string; topic: string }; gives: Offsets };
  'delete-group': { takes: { group: string }; gives: unknown };
  'delete-topic': { takes: { topic: string }; gives: unknown };
  'describe-cluster': { takes: {}; gives: { brokers: string[] } };
  'describe-log-dirs': { takes: { topic: string }; gives: Offsets };
  /** Registers the schema under `TOPIC-value` and produces the values with the client's own serde. */
  'produce-avro': { takes: { topic: string; schema: string; values: readonly object[] }; gives: unknown };
  /** As `join`, with values decoded by the client's own serde. */
  'join-avro': { takes: { member: string; group: string; topic: string }; gives: unknown };
}

/** A client under test; `Of` is what it can be told to do. */
export interface Driver<Of extends ActionsOf<Of> = Actions> extends AsyncDisposable {
  call<Name extends keyof Of>(name: Name, args: Of[Name]['takes']): Promise<Of[Name]['gives']>;
}

type ActionsOf<Of> = Record<keyof Of, { takes: object; gives: unknown }>;

/** Actions of a client that is driven from this process; one that is missing is refused. */
export type Handlers = {
  readonly [Name in keyof Actions]?: (args: Actions[Name]['takes']) => Promise<Actions[Name]['gives']>;
};

/** A driver of a client in this process. */
export function createDriver(handlers: Handlers, close: () => Promise<unknown>): Driver {
  return {
    async call(name, args) {
      const handler = handlers[name];
      if (handler === undefined) throw new Error(`no action ${name}`);
      return handler(args);
    },
    async [Symbol.asyncDispose]() {
      await close();
    },
  };
}

/**
 * Starts a client's program. A command is one JSON object a line on its standard input, `do` names the action; each
 * answer is one line, `{"ok": RESULT}` or `{"error": TEXT}`. One command at a time; one that takes `timeoutMs` fails.
 */
export function startDriver<Of extends ActionsOf<Of> = Actions>(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  timeoutMs = 60_000,
): Driver<Of> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-4000)));
  child.stdin.on('error', () => undefined); // told as the program's end
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()));
  let answer: PromiseWithResolvers<string> | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => answer?.resolve(line));
  void exited.then(() => answer?.reject(new Error(`${program} ended\n${stderr}`)));

  return {
    async call(name, args) {
      answer = Promise.withResolvers<string>();
      if (child.exitCode !== null) answer.reject(new Error(`${program} has ended\n${stderr}`));
      child.stdin.write(`${JSON.stringify({ do: name, ...args })}\n`);
      const timer = setTimeout(
        () => answer?.reject(new Error(`${String(name)} took more than ${timeoutMs} ms\n${stderr}`)),
        timeoutMs,
      );
      const line = await answer.promise.finally(() => clearTimeout(timer));
      const { ok, error } = JSON.parse(line) as { ok: never; error?: string };
      if (error !== undefined) throw new Error(error);
      return ok;
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await exited;
      clearTimeout(timer);
    },
  };
}
