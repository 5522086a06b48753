import { SerdeError } from '../../serde-error.ts';
import { decodeText, describeError, encodeText } from '../text.ts';
import type { PayloadFormat } from './payload-format.ts';
import { openFraming } from './register.ts';

export interface JsonFormatOptions {
  /** The JSON Schema as text. Absent where the document says none. */
  readonly schema?: string;
  /** What the schema calls itself, for RecordNameStrategy. */
  readonly title?: string;
}

/**
 * JSON text. With a registry and a schema its id stands before it, as Confluent's JSON serializer does; without, the
 * text is bare. Both are read, whatever the connection has. Values are not checked against the schema.
 */
export function jsonFormat<Value>({ schema, title }: JsonFormatOptions = {}): PayloadFormat<Value> {
  return {
    marked: true,

    async openWriter(place) {
      const { topic, part, connection } = place;
      const framed = schema !== undefined && connection.registry !== undefined;
      const framing = framed ? await openFraming(place, { schema, schemaType: 'JSON' }, title) : undefined;
      return {
        headers: framing?.headers ?? [],
        write(value) {
          const text = JSON.stringify(value) as string | undefined;
          if (text === undefined) {
            const findings = [{ path: '', expected: 'a JSON value', found: typeof value }];
            throw new SerdeError('invalid-value', `a ${part} for topic ${topic} is no JSON value`, { findings });
          }
          const bytes = encodeText(text);
          return framing === undefined ? bytes : framing.frame(bytes);
        },
      };
    },

    openReader: ({ topic, part }) => ({
      read({ bytes, offset }) {
        try {
          return JSON.parse(decodeText(bytes)) as Value;
        } catch (error) {
          const found = describeError(error);
          const findings = [{ path: '', expected: 'JSON text', found, offset }];
          const message = `a ${part} of topic ${topic} is no JSON: ${found}`;
          throw new SerdeError('malformed', message, { findings, cause: error });
        }
      },
    }),

    accepts: (registered) =>
      registered.schemaType === 'JSON' &&
      (registered.schema === schema || (title !== undefined && readTitle(registered.schema) === title)),
  };
}

function readTitle(text: string): unknown {
  const schema: unknown = JSON.parse(text);
  return typeof schema === 'object' && schema !== null && 'title' in schema ? schema.title : undefined;
}
