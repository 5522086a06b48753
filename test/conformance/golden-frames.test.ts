import { decodeRequest, encodeRequest, findApi, readRequestHeader } from '@sluice/kafka';
import { describe, expect, it } from 'vitest';
import { readFrames } from './clients/frames.ts';

/** Requests of versions that no broker of today has; a client sends them to learn so. */
const AHEAD_OF_KAFKA = ['ApiVersions 5'];

const frames = readFrames();
const kinds = Map.groupBy(frames, ({ api, version }) => `${api} ${version}`);

describe('requests that clients sent decode, and encode to the same bytes', () => {
  it.each([...kinds])('%s', (kind, recorded) => {
    for (const { client, hex } of recorded) {
      const frame = Buffer.from(hex, 'hex');
      const { apiKey, apiVersion, correlationId, clientId, bodyOffset } = readRequestHeader(frame);
      const api = findApi(apiKey);
      if (api === undefined) throw new Error(`${client}: no table for ${kind}`);
      if (AHEAD_OF_KAFKA.includes(kind)) {
        expect(() => decodeRequest(api, apiVersion, frame, bodyOffset)).toThrow(/version/);
        continue;
      }
      const value = decodeRequest(api, apiVersion, frame, bodyOffset) as object;
      const encoded = Buffer.concat(encodeRequest(api, apiVersion, { correlationId, clientId }, value));
      expect({ client, hex: encoded.subarray(4).toString('hex') }).toEqual({ client, hex });
    }
  });

  it('are of many clients and kinds', () => {
    expect(new Set(frames.map(({ client }) => client)).size).toBeGreaterThanOrEqual(11);
    expect(kinds.size).toBeGreaterThan(80);
  });
});
