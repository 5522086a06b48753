import { SerdeError } from '../serde-error.ts';

/** What the parameters of an address may be: any text, or one of these. */
export type ParameterRules = Readonly<Record<string, { readonly enum?: readonly string[]; readonly default?: string }>>;

export type ParameterValues = Readonly<Record<string, string>>;

/** A channel's address: one topic, or as many as its parameters have values. */
export interface Address {
  /** As the document has it, such as `machines.{machine}`. */
  readonly text: string;
  /** The names of its parameters, in order. */
  readonly names: readonly string[];
  /** @throws SerdeError where a parameter is missing, is none of its values, or makes no topic name */
  toTopic(values?: object): string;
  /** The parameters of a topic; `undefined` when its name is not of this form. */
  fromTopic(topic: string): ParameterValues | undefined;
}

/** What Kafka allows in the name of a topic (org.apache.kafka.common.internals.Topic). */
const TOPIC_NAME = /^[\w.-]{1,249}$/;
const PARAMETER = /\{([^{}]+)\}/g;

/** Reads an address with `{parameters}`. */
export function createAddress(text: string, rules: ParameterRules = {}): Address {
  const names = Array.from(text.matchAll(PARAMETER), ([, name = '']) => name);
  const pattern = new RegExp(`^${text.split(PARAMETER).map(printPattern).join('')}$`);

  function readValue(name: string, given: string | undefined): string {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    const value = given ?? rule?.default;
    if (value === undefined || value === '') throw refuse(`${text}: parameter ${name} is missing`);
    if (rule?.enum !== undefined && !rule.enum.includes(value)) {
      throw refuse(`${text}: parameter ${name} is ${JSON.stringify(value)}, not one of ${rule.enum.join(', ')}`);
    }
    return value;
  }

  return {
    text,
    names,
    toTopic(values = {}) {
      const topic = text.replaceAll(PARAMETER, (_, name: string) => readValue(name, readParameter(values, name)));
      if (!TOPIC_NAME.test(topic) || topic === '.' || topic === '..') {
        const rule = 'a topic has 1 to 249 letters, digits, dots, dashes and underscores';
        throw refuse(`${text}: ${JSON.stringify(topic)} is no name of a topic: ${rule}`);
      }
      // A value with the address's own separators could be read back as other parameters.
      const read = this.fromTopic(topic);
      for (const name of names) {
        if (read?.[name] !== readValue(name, readParameter(values, name))) {
          throw refuse(`${text}: the topic ${topic} cannot be told apart from one of other parameters (${name})`);
        }
      }
      return topic;
    },
    fromTopic(topic) {
      const match = pattern.exec(topic);
      if (match === null) return undefined;
      const values: Record<string, string> = {};
      for (const [index, name] of names.entries()) {
        const value = match[index + 1] ?? '';
        const allowed = Object.hasOwn(rules, name) ? rules[name]?.enum : undefined;
        if (allowed !== undefined && !allowed.includes(value)) return undefined;
        // A parameter that stands twice has one value.
        if (Object.hasOwn(values, name) && values[name] !== value) return undefined;
        values[name] = value;
      }
      return values;
    },
  };
}

/** The value of a parameter, where it is given as text. */
export function readParameter(values: object, name: string): string | undefined {
  const value: unknown = Object.hasOwn(values, name) ? (values as Readonly<Record<string, unknown>>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** Parts of a split address are text and names in turns. A value is as short as can be. */
function printPattern(part: string, index: number): string {
  return index % 2 === 1 ? '([\\w.-]+?)' : part.replaceAll(/[^\w]/g, '\\$&');
}

function refuse(message: string): SerdeError {
  return new SerdeError('invalid-address', message);
}
