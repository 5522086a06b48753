import { describe, expect, it } from 'vitest';
import { defineOptions, parseOptions, renderHelp, renderOptionsTable } from '../src/index.ts';

const declarations = defineOptions({
  kafka: { type: 'host-port', default: '127.0.0.1:9092', env: 'SLUICE_KAFKA', help: 'Address of the Kafka listener.' },
  dataDir: { type: 'path', default: './.sluice', help: 'Where state is kept.', placeholder: 'DIR' },
  partitions: { type: 'int', default: 1, min: 1, max: 1000, help: 'Partitions of a new topic.' },
  durability: {
    type: 'enum',
    values: ['page-cache', 'fsync'],
    default: 'page-cache',
    help: 'What an acknowledgement means.',
  },
  ephemeral: { type: 'boolean', help: 'Keep nothing on disk.' },
  registry: { type: 'url', env: 'SLUICE_REGISTRY', help: 'Another registry.' },
  tags: { type: 'list', help: 'Words.' },
  help: { type: 'boolean', short: 'h', help: 'Print this text.' },
});

const defaults = {
  kafka: { host: '127.0.0.1', port: 9092 },
  dataDir: './.sluice',
  partitions: 1,
  durability: 'page-cache',
  ephemeral: false,
  registry: undefined,
  tags: [],
  help: false,
};

describe('parseOptions reads', () => {
  const cases: readonly [string, Parameters<typeof parseOptions>[1], Record<string, unknown>][] = [
    ['defaults', { argv: [] }, {}],
    ['a host and port', { argv: ['--kafka', '[::1]:0'] }, { kafka: { host: '::1', port: 0 } }],
    ['a value after an equals sign', { argv: ['--data-dir=/tmp/x=y'] }, { dataDir: '/tmp/x=y' }],
    ['the environment', { argv: [], env: { SLUICE_KAFKA: 'a:1' } }, { kafka: { host: 'a', port: 1 } }],
    ['an empty variable as unset', { argv: [], env: { SLUICE_KAFKA: '' } }, {}],
    [
      'a flag before the environment',
      { argv: ['--kafka', 'b:2'], env: { SLUICE_KAFKA: 'a:1' } },
      { kafka: { host: 'b', port: 2 } },
    ],
    [
      'the environment before a file',
      { argv: [], env: { SLUICE_KAFKA: 'a:1' }, file: { kafka: 'c:3', partitions: 4 } },
      { kafka: { host: 'a', port: 1 }, partitions: 4 },
    ],
    ['booleans', { argv: ['--ephemeral', '-h'] }, { ephemeral: true, help: true }],
    ['a negated boolean', { argv: ['--no-ephemeral'], file: { ephemeral: true } }, { ephemeral: false }],
    ['yes and no', { argv: ['--ephemeral=Yes', '--help=no'] }, { ephemeral: true }],
    ['lists, repeated and with commas', { argv: ['--tags', 'a,b', '--tags', 'c'] }, { tags: ['a', 'b', 'c'] }],
  ];
  for (const [name, sources, expected] of cases) {
    it(`reads ${name}`, () => {
      expect(parseOptions(declarations, sources)).toMatchObject({
        ok: true,
        values: { ...defaults, ...expected },
        positionals: [],
      });
    });
  }

  it('where each value comes from', () => {
    const parsed = parseOptions(declarations, {
      argv: ['--data-dir', 'd', '-h'],
      env: { SLUICE_KAFKA: 'a:1' },
      file: { partitions: 4, dataDir: 'e' },
    });
    expect(parsed.ok && parsed.origins).toEqual({
      dataDir: { kind: 'flag', name: '--data-dir' },
      help: { kind: 'flag', name: '-h' },
      kafka: { kind: 'variable', name: 'SLUICE_KAFKA' },
      partitions: { kind: 'file', name: 'partitions' },
    });
  });

  it('words that are no flags when asked for', () => {
    const parsed = parseOptions(declarations, { argv: ['a', '--', '--b'], maxPositionals: 2 });
    expect(parsed.ok && parsed.positionals).toEqual(['a', '--b']);
  });
});

describe('parseOptions refuses, saying where and what to do', () => {
  const cases: readonly [readonly string[], string][] = [
    [['--kafak', 'x'], 'unknown option --kafak: did you mean --kafka?'],
    [['--zzz'], 'unknown option --zzz: see --help'],
    [['--no-kafka'], 'unknown option --no-kafka'],
    [['--kafka'], '--kafka needs a value'],
    [['--kafka', '--ephemeral'], '--kafka needs a value'],
    [['--kafka', '9092'], "--kafka '9092': expected HOST:PORT"],
    [['--kafka', 'a:70000'], "--kafka 'a:70000': the port must be from 0 to 65535"],
    [['--kafka', '[::1]:999999'], "--kafka '[::1]:999999': the port must be from 0 to 65535"],
    [['--kafka', 'a:-1'], "--kafka 'a:-1': the port must be from 0 to 65535"],
    [['--kafka', '::1:70000'], "--kafka '::1:70000': expected HOST:PORT"],
    [['--partitions', '0'], "--partitions '0': expected a whole number from 1 to 1000"],
    [['--partitions', '1e2'], 'expected a whole number'],
    [['--durability', 'none'], 'expected one of page-cache, fsync'],
    [['--registry', 'localhost:8081'], 'expected a URL like http://… or https://…'],
    [['--ephemeral=maybe'], 'expected true or false'],
    [['--ephemeral=constructor'], 'expected true or false'],
    [['--partitions', '1', '--partitions', '2'], '--partitions is given more than once'],
    [['stray'], "unexpected argument 'stray'"],
  ];
  for (const [argv, message] of cases) {
    it(`refuses ${argv.join(' ')}`, () => {
      const parsed = parseOptions(declarations, { argv });
      expect(parsed.ok ? '' : (parsed.findings[0]?.message ?? '')).toContain(message);
    });
  }

  it('an unknown option once, whatever its value', () => {
    const parsed = parseOptions(declarations, { argv: ['--zzz', 'value', '--partitions', '2', '--yyy', '--help'] });
    expect(parsed.ok ? [] : parsed.findings.map(({ source }) => source)).toEqual(['--zzz', '--yyy']);
  });

  it('a bad variable, by its name', () => {
    const parsed = parseOptions(declarations, { argv: [], env: { SLUICE_KAFKA: 'x' } });
    expect(parsed.ok ? [] : parsed.findings).toMatchObject([{ kind: 'invalid-value', source: 'SLUICE_KAFKA' }]);
  });

  it('a required option that is not given', () => {
    const parsed = parseOptions(defineOptions({ out: { type: 'path', required: true, help: 'Output.' } }), {
      argv: [],
    });
    expect(parsed.ok ? [] : parsed.findings).toMatchObject([{ kind: 'required', source: '--out' }]);
  });
});

describe('help', () => {
  const help = renderHelp(declarations, {
    usage: 'sluice up [options]',
    summary: 'Starts everything.',
    examples: [{ command: 'sluice up --ephemeral', help: 'nothing on disk' }],
  });

  it('names every option, its default and its variable', () => {
    for (const text of [
      '--kafka HOST:PORT',
      'default 127.0.0.1:9092; env SLUICE_KAFKA',
      '--data-dir DIR',
      '-h, --help',
      '--durability page-cache|fsync',
      'Examples:\n  sluice up --ephemeral',
    ]) {
      expect(help.replaceAll(/\n {30}/g, ' ')).toContain(text);
    }
  });

  it('fits a terminal of 100 columns', () => {
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('also comes as a Markdown table', () => {
    expect(renderOptionsTable(declarations)).toContain(
      '| `--kafka HOST:PORT` | `SLUICE_KAFKA` | `127.0.0.1:9092` | Address of the Kafka listener. |',
    );
    expect(renderOptionsTable(declarations)).toContain('page-cache\\|fsync');
  });
});
