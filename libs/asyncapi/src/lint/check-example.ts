import type { JsonValue } from '@sluice/avro';
import { AsyncApiError } from '../asyncapi-error.ts';
import { parseAvro } from '../load-model.ts';
import type { Components, Message, MessageExample } from '../model/model.ts';
import type { SchemaUse } from '../model/schema-use.ts';
import { checkAvroValue } from './schemas/avro-value.ts';
import { compileJsonSchema, createCheckBudget } from './schemas/json-schema.ts';
import type { ValueChecker, ValueProblem } from './schemas/json-schema.ts';

/** What is wrong with an example; `pointer` is into its `part`. */
export interface ExampleProblem extends ValueProblem {
  readonly part: 'payload' | 'headers';
}

/** Checks a message's example against its payload's and headers' schemas. Nothing is said where those cannot be used. */
export type ExampleChecker = (message: Message, example: MessageExample) => readonly ExampleProblem[];

/** Makes the check of examples for the messages of one model; each schema is compiled once. */
export function createExampleChecker({ components }: { readonly components: Components }): ExampleChecker {
  const checkValue = createValueChecker(components);
  return (message, example) =>
    (['payload', 'headers'] as const).flatMap((part) => {
      const [use, value] = [message[part], example[part]];
      if (value === undefined) return [];
      // Headers are an object whatever is said of them.
      const schema = use ?? (part === 'headers' ? { ...NO_SCHEMA, place: message.place } : undefined);
      return schema === undefined ? [] : checkValue(schema, value).map((problem) => ({ part, ...problem }));
    });
}

const NO_SCHEMA = { format: 'asyncapi', schema: { type: 'object' } } as const;

/** As {@link createExampleChecker}, once. */
export function checkExample(
  model: { readonly components: Components },
  message: Message,
  example: MessageExample,
): readonly ExampleProblem[] {
  return createExampleChecker(model)(message, example);
}

/** Checks values against the schemas of one model. A schema that cannot be used says nothing of any value. */
export function createValueChecker(
  components: Components,
): (use: SchemaUse, value: JsonValue) => readonly ValueProblem[] {
  const total = createCheckBudget();
  const checkers = new Map<SchemaUse, ValueChecker>();
  return (use, value) => {
    const checker = checkers.get(use) ?? compileUse(use, components, total).check;
    checkers.set(use, checker);
    return checker(value);
  };
}

export interface CompiledUse {
  readonly check: ValueChecker;
  /** Why it cannot be used. */
  readonly failure?: string;
}

/** The check of values that a schema stands for, in whichever language it is. */
export function compileUse(use: SchemaUse, components: Components, total = createCheckBudget()): CompiledUse {
  const nothing: ValueChecker = () => [];
  if (hasOpenRef(use)) return { check: nothing };
  if (use.format === 'avro') {
    try {
      const schema = parseAvro(use);
      return { check: (value) => checkAvroValue(schema, value) };
    } catch (error) {
      // The rule of Avro schemas says what is wrong.
      if (error instanceof AsyncApiError) return { check: nothing };
      throw error;
    }
  }
  if (use.format !== 'asyncapi' && use.format !== 'json-schema') return { check: nothing };
  try {
    return { check: compileJsonSchema(use, components, total) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { check: nothing, failure: error.message };
  }
}

/** Whether it, or part of it, lies behind a reference that is left as it is. */
export function hasOpenRef({ schema, openRef }: SchemaUse): boolean {
  if (openRef !== undefined) return true;
  const stack: JsonValue[] = [schema];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const ref: unknown = Reflect.get(value, '$ref');
    if (typeof ref === 'string' && !ref.startsWith('#')) return true;
    stack.push(...Object.values(value));
  }
  return false;
}
