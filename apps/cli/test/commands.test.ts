import { describe, expect, it } from 'vitest';
import { runCli } from '../src/run-cli.ts';

async function run(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let out = '';
  let error = '';
  const code = await runCli(argv, {
    env,
    cwd: process.cwd(),
    writeOut: (text) => void (out += text),
    writeError: (text) => void (error += text),
  });
  return { code, out, error };
}

describe('the command line', () => {
  const cases: readonly [readonly string[], { code: number; out?: RegExp; error?: RegExp }][] = [
    [[], { code: 0, out: /^Usage: sluice COMMAND/ }],
    [['--help'], { code: 0, out: /^ {2}up +Start the registry/m }],
    [['help', 'up'], { code: 0, out: /^Usage: sluice up \[options\]/ }],
    [['up', '--help'], { code: 0, out: /^Examples:\n {2}sluice up\n/m }],
    [['up', '--kafka', '-h'], { code: 0, out: /^ {2}--kafka HOST:PORT/m }],
    [['version'], { code: 0, out: /^\d+\.\d+\.\d+\n$/ }],
    [['--version'], { code: 0, out: /^\d+\.\d+\.\d+\n$/ }],
    [['version', '--json'], { code: 0, out: /^\{"version":"\d/ }],
    [['upp'], { code: 2, error: /^sluice: unknown command 'upp': did you mean 'up'\?\n$/ }],
    [['frobnicate'], { code: 2, error: /'sluice help' lists them/ }],
    [['frobnicate', '--json'], { code: 2, error: /^\{"error":"unknown command 'frobnicate'/ }],
    [['help', 'upp'], { code: 2, error: /unknown command/ }],
    [['up', '--kafak', '127.0.0.1:0'], { code: 2, error: /unknown option --kafak: did you mean --kafka\?/ }],
    [['up', '--json', '--partitions', '0'], { code: 2, error: /^\{"error":"--partitions '0': expected/ }],
    [['up', '--kafka', '0.0.0.0:0'], { code: 2, error: /--kafka 0\.0\.0\.0:0 can be reached.*--allow-insecure/ }],
    [['up', '--http', '[::]:0'], { code: 2, error: /--http \[::\]:0 can be reached/ }],
    [['up', '--only', 'broker'], { code: 2, error: /--only broker needs --registry URL/ }],
    [['up', '--only', 'registry', '--registry', 'http://a'], { code: 2, error: /leave out --registry/ }],
    [['up', '--ephemeral', '--store', 'sqlite'], { code: 2, error: /leave out --store sqlite/ }],
    [
      ['up', '--only', 'broker', '--registry', 'http://a', '--store', 'memory'],
      { code: 2, error: /^sluice: --only broker keeps no schemas itself: leave out --store\n$/ },
    ],
    [
      ['up', '--registry', 'http://user:secret@a', '--store', 'memory'],
      { code: 2, error: /^sluice: --registry uses another registry, which has its own store: leave out --store\n$/ },
    ],
    [['up', '--advertised-kafka', '0.0.0.0:9092'], { code: 2, error: /--advertised-kafka 0\.0\.0\.0:9092: no client/ }],
    [['up', '--kafka', '127.0.0.1:99999'], { code: 2, error: /the port must be from 0 to 65535/ }],
    [['up', '--kafka', 'nosuchhost.invalid:0'], { code: 1, error: /^(?!.*authentication).*unknown host/ }],
    [['up', '--http', '127.0.0.1:9092'], { code: 2, error: /--kafka and --http are both 127\.0\.0\.1:9092/ }],
    [['up', '--zzz', 'value'], { code: 2, error: /^sluice: unknown option --zzz: see --help\n$/ }],
    [['up', '--ephemeral', '--store', 'mysql://a'], { code: 2, error: /expected sqlite, memory or postgres/ }],
    [
      ['up', '--ephemeral', '--store', 'postgres://u:secret@127.0.0.1:1/d'],
      { code: 3, error: /^(?!.*secret).*127\.0\.0\.1:1/ },
    ],
  ];
  for (const [argv, { code, out = /^$/, error = /^$/ }] of cases) {
    it(`sluice ${argv.join(' ')}`, async () => {
      const result = await run(argv);
      expect(result.error).toMatch(error);
      expect(result.out).toMatch(out);
      expect(result.code).toBe(code);
    });
  }

  // Each of these ends for another reason, an address of its own that cannot be had.
  const harmless: readonly [readonly string[], Readonly<Record<string, string>>][] = [
    [['--ephemeral'], { SLUICE_DATA_DIR: 'never-made', SLUICE_DURABILITY: 'fsync' }],
    [['--only', 'registry'], { SLUICE_KAFKA: '0.0.0.0:1', SLUICE_REGISTRY: 'http://a', SLUICE_VALIDATION: 'id' }],
    [['--only', 'broker', '--registry', 'http://a', '--kafka', '127.0.0.1:0'], { SLUICE_STORE: 'memory' }],
  ];
  for (const [argv, env] of harmless) {
    it(`a variable is no contradiction: sluice up ${argv.join(' ')}`, async () => {
      const result = await run(['up', ...argv, '--http', '192.0.2.1:0', '--allow-insecure'], {
        SLUICE_KAFKA: '127.0.0.1:0',
        SLUICE_EPHEMERAL: 'yes',
        ...env,
      });
      expect(result).toMatchObject({
        code: 1,
        out: '',
        error: expect.stringMatching(/^sluice: --http 192\.0\.2\.1:0/),
      });
    });
  }

  it('a flag that a variable leaves without effect is one', async () => {
    const result = await run(['up', '--store', 'memory'], { SLUICE_ONLY: 'broker', SLUICE_REGISTRY: 'http://a' });
    expect(result).toMatchObject({
      code: 2,
      error: expect.stringMatching(/^sluice: SLUICE_ONLY=broker .* --store\n$/),
    });
  });
});
