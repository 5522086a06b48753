import { describe, expect, it } from 'vitest';
import { createLifecycle, createLogger, formatHostPort, isLoopback, parseHostPort, suggest } from '../src/index.ts';

describe('the logger', () => {
  function collect(options: Parameters<typeof createLogger>[0]) {
    const lines: string[] = [];
    const logger = createLogger({ ...options, destination: { write: (line: string) => void lines.push(line) } });
    return { lines, logger };
  }

  it('writes JSON lines from its level up', () => {
    const { lines, logger } = collect({ level: 'warn', name: 'sluice' });
    logger.info('unheard');
    logger.warn({ port: 1 }, 'heard');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', name: 'sluice', port: 1, msg: 'heard' });
  });

  it('writes short lines for people, without what could move their cursor', () => {
    const { lines, logger } = collect({ pretty: true, colour: false });
    logger.info({ topic: 'a\u001b[2Jb', n: 3 }, 'created');
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} info {2}created topic=a\\x1b\[2Jb n=3\n$/);
  });

  it('tells an object by its message, in one line that says nothing twice', () => {
    const { lines, logger } = collect({ pretty: true, colour: false });
    const rejection = {
      time: '2024-01-01T00:00:00.000Z',
      topic: 'factory7',
      subject: 'factory7-value',
      offset: 9,
      expected: 'a float',
      clientId: null,
      message: 'factory7-value: expected a float, at byte 9',
    };
    logger.warn({ rejection, tags: ['a b'], note: 'two words' }, 'record refused');
    expect(lines[0]?.slice(13)).toBe(
      'warn  record refused: factory7-value: expected a float, at byte 9 ' +
        'topic=factory7 offset=9 tags=["a b"] note="two words"\n',
    );
  });

  it('shows the stack of an error', () => {
    const { lines, logger } = collect({ pretty: true });
    logger.error({ err: new Error('broken') }, 'failed');
    expect(lines[0]).toContain('Error: broken\n');
  });
});

describe('a lifecycle', () => {
  it('closes in reverse order, once', async () => {
    const order: string[] = [];
    const lifecycle = createLifecycle();
    for (const name of ['store', 'registry', 'http']) lifecycle.onClose(name, () => void order.push(name));
    await Promise.all([lifecycle.close(), lifecycle.close()]);
    expect(order).toEqual(['http', 'registry', 'store']);
  });

  it('goes on after a step that fails or hangs, and reports both', async () => {
    const closed: string[] = [];
    const lifecycle = createLifecycle({ deadlineMs: 5 });
    lifecycle.onClose('store', () => void closed.push('store'));
    lifecycle.onClose('hangs', () => new Promise(() => {}));
    lifecycle.onClose('fails', () => {
      throw new Error('no');
    });
    await expect(lifecycle.close()).rejects.toThrow('could not close fails (no), hangs (not closed within 5 ms)');
    expect(closed).toEqual(['store']);
    expect(() => lifecycle.onClose('late', () => {})).toThrow('late was opened while closing');
  });
});

describe('addresses', () => {
  const cases = [
    ['127.0.0.1:9092', { host: '127.0.0.1', port: 9092 }, true],
    ['localhost:0', { host: 'localhost', port: 0 }, true],
    ['[::1]:8081', { host: '::1', port: 8081 }, true],
    ['0.0.0.0:1', { host: '0.0.0.0', port: 1 }, false],
    ['kafka.example:65535', { host: 'kafka.example', port: 65_535 }, false],
  ] as const;
  for (const [text, address, loopback] of cases) {
    it(`reads ${text}`, () => {
      expect(parseHostPort(text)).toEqual(address);
      expect(formatHostPort(address)).toBe(text);
      expect(isLoopback(address.host)).toBe(loopback);
    });
  }
  for (const text of ['', ':1', 'a', 'a:', 'a:65536', 'a:b', '::1:1', 'http://a:1', 'a b:1', 'u@a:1']) {
    it(`refuses '${text}'`, () => expect(parseHostPort(text)).toBeUndefined());
  }
});

describe('suggest', () => {
  const words = ['up', 'generate', 'docs', 'check', 'apply', 'validate'];
  for (const [word, expected] of [
    ['generat', 'generate'],
    ['gen', 'generate'],
    ['vaildate', 'validate'],
    ['chekc', 'check'],
    ['pu', 'up'],
    ['zzzz', undefined],
  ] as const) {
    it(`${word} → ${expected ?? 'nothing'}`, () => expect(suggest(word, words)).toBe(expected));
  }
});
