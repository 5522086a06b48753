import { SerdeError } from '../../serde-error.ts';
import { decodeText, describeError, encodeText } from '../text.ts';
import type { PayloadFormat } from './payload-format.ts';

/** UTF-8 text, with no schema id: keys that a document declares strings, and payloads of `text/…`. */
export const textFormat: PayloadFormat<string> = {
  marked: false,
  openWriter: async ({ topic, part }) => ({
    headers: [],
    write(value) {
      if (typeof value === 'string') return encodeText(value);
      const found = value === null ? 'null' : typeof value;
      const findings = [{ path: '', expected: 'a string', found }];
      const message = `a ${part} for topic ${topic} is to be a string, found ${found}`;
      throw new SerdeError('invalid-value', message, { findings });
    },
  }),
  openReader: ({ topic, part }) => ({
    read({ bytes }) {
      try {
        return decodeText(bytes);
      } catch (error) {
        const findings = [{ path: '', expected: 'UTF-8', found: describeError(error) }];
        throw new SerdeError('malformed', `a ${part} of topic ${topic} is not UTF-8`, { findings, cause: error });
      }
    },
  }),
  accepts: () => false,
};

/** Bytes as they are, envelope and all: payloads of languages that have no codec here, such as Protobuf. */
export const bytesFormat: PayloadFormat<Uint8Array> = {
  marked: false,
  openWriter: async () => ({ headers: [], write: (value) => value }),
  openReader: () => ({ read: ({ bytes }) => bytes }),
  accepts: (registered) => registered.schemaType === 'PROTOBUF',
};
