import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runProgram } from '../../harness/run-program.ts';
import { packPackages } from '../../repo/pack-packages.ts';
import { describeRequiring, locate } from '../../requirements.ts';
import { installOffline } from '../packed/install-offline.ts';
import { readTexts } from '../packed/read-texts.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const CLI = join(ROOT, 'apps/cli/src/main.ts');
const THINGAM = 'asyncapi/thingam.yaml';
const TEMPLATE = '@sluice/asyncapi-template';

interface Job {
  /** Also what the text is said to be from. */
  readonly document: string;
  /** Of the document, where it is not read by the generator. */
  readonly text?: string;
  readonly out: string;
  readonly templateParams: Readonly<Record<string, string>>;
}

/** What `sluice generate` is told, and the template the same. */
const RENDERED = [
  ...[
    'asyncapi/door-sensors.yaml',
    'asyncapi/door-alarm.yaml',
    'asyncapi/clickstream.yaml',
    'asyncapi/2.6/thingam.yaml',
  ]
    .concat(THINGAM)
    .map((document) => ({ document, flags: [] as readonly string[], parameters: {} })),
  {
    document: THINGAM,
    flags: ['--client', 'kafkajs', '--import-extension', 'js', '--logical-types', 'text'],
    parameters: { client: 'kafkajs', importExtension: 'js', logicalTypes: 'text' },
  },
  {
    document: 'asyncapi/clickstream.yaml',
    flags: ['--client', 'confluent', '--logical-types', 'date', '--long', 'bigint'],
    parameters: { client: 'confluent', logicalTypes: 'date', long: 'bigint' },
  },
  {
    document: 'asyncapi/door-sensors.yaml',
    flags: ['--standalone'],
    parameters: { standalone: 'true' },
  },
  { document: THINGAM, flags: ['--lang', 'python'], parameters: { lang: 'python' } },
  {
    document: THINGAM,
    flags: ['--lang', 'go', '--long', 'string', '--long', 'com.thingam.MachineState.since=number'],
    parameters: { lang: 'go', long: 'string,com.thingam.MachineState.since=number' },
  },
].map((item, index) => ({ ...item, title: [item.document, ...item.flags].join(' '), out: `out/${index}` }));

/** Parameters that are refused, and what is said. */
const REFUSED: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
  [{ lang: 'rust' }, 'parameter lang=rust: expected ts, python, go'],
  [{ lang: 'go', client: 'kafkajs' }, 'parameter client=kafkajs: it is for lang=ts'],
  [{ lang: 'python', importExtension: 'js' }, 'parameter importExtension=js: it is for lang=ts'],
  [{ lang: 'go', standalone: 'true' }, 'parameter standalone=true: it is for lang=ts'],
  [{ standalone: 'yes' }, 'parameter standalone=yes: expected true, false'],
  [{ importExtension: 'mjs' }, 'parameter importExtension=mjs: expected ts, js, none'],
  [{ long: 'float' }, 'parameter long=float: expected number, bigint or string, or FIELD=FORM'],
  [{ long: 'bigint,string' }, 'parameter long=bigint,string: one form is for all fields'],
  [{ command: '*/ alert(1)' }, 'parameter command=*/ alert(1): one line without backquotes'],
];

describeRequiring(['packed-user', 'asyncapi-generator'], "the template, as AsyncAPI's generator renders it", () => {
  const generator = locate('asyncapi-generator') ?? '';
  let folder: string;
  let template: string;
  /** By the folder they were rendered into: what was said, or null. */
  let answers: ReadonlyMap<string, string | null>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-template-'));
    template = join(folder, 'user/node_modules', TEMPLATE);
    const tarballs = await packPackages(ROOT, join(folder, 'packed'));
    const needed = tarballs.filter((path) => /sluice-(asyncapi|avro|codegen|formats)/.test(path));
    await mkdir(join(folder, 'user'));
    await installOffline(join(folder, 'user'), join(dirname(locate('packed-user') ?? ''), 'npm'), needed, []);
    await mkdir(join(folder, 'stubs/node_modules/npm'), { recursive: true });
    await writeFile(join(folder, 'stubs/node_modules/npm/index.js'), '');
    for (const name of ['asyncapi', 'schemas']) await cp(join(ROOT, name), join(folder, name), { recursive: true });
    for (const { document, flags, out } of RENDERED) {
      const args = ['generate', '--in', join(folder, document), '--out', join(folder, 'expected', out), ...flags];
      const { code, stderr } = await runProgram(process.execPath, [CLI, ...args, '--root', folder]);
      if (code !== 0) throw new Error(`sluice generate ends with ${code}:\n${stderr}`);
    }
    const jobs = await listJobs();
    const program = [join(import.meta.dirname, 'render.cjs'), generator, template, join(folder, 'stubs')];
    const { code, stdout, stderr } = await runProgram(process.execPath, program, {
      cwd: folder,
      input: JSON.stringify(jobs),
    });
    if (code !== 0) throw new Error(`the generator ends with ${code}:\n${stderr}`);
    const said = JSON.parse(stdout.toString()) as (string | null)[];
    answers = new Map(jobs.map(({ out }, index) => [out, said[index] ?? null]));
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** One process renders all: loading the generator takes most of the time. */
  async function listJobs(): Promise<readonly Job[]> {
    const text = await readFile(join(folder, THINGAM), 'utf8');
    const same = RENDERED.map(async ({ document, parameters, out }) => {
      const [first = ''] = Object.values(await readTexts(join(folder, 'expected', out)));
      const [, command = ''] = /`(.*)`/.exec(first) ?? [];
      return { document, out, templateParams: { ...parameters, command } };
    });
    const broken = text.replace('../schemas/machine-state.avsc', '../schemas/broken.avsc');
    await writeFile(join(folder, 'asyncapi/broken.yaml'), broken);
    const field = { name: 'level', type: 'long', default: 'none' };
    await writeFile(
      join(folder, 'schemas/broken.avsc'),
      JSON.stringify({ type: 'record', name: 'Broken', fields: [field] }, undefined, 2),
    );
    return [
      ...(await Promise.all(same)),
      { document: THINGAM, out: 'out/own words', templateParams: { client: 'kafkajs', long: 'bigint' } },
      { document: join(folder, THINGAM), text, out: 'out/text', templateParams: {} },
      { document: 'asyncapi/broken.yaml', out: 'out/broken', templateParams: {} },
      ...REFUSED.map(([templateParams], index) => ({ document: THINGAM, out: `out/refused ${index}`, templateParams })),
    ];
  }

  it.each(RENDERED)('makes the bytes of sluice generate --in $title', async ({ out }) => {
    expect(answers.get(out)).toBeNull();
    const expected = await readTexts(join(folder, 'expected', out));
    expect(Object.keys(expected).length).toBeGreaterThan(3);
    expect(await readTexts(join(folder, out))).toEqual(expected);
  });

  it('names its own command in first lines, and what came of which document', async () => {
    expect(answers.get('out/own words')).toBeNull();
    const texts = await readTexts(join(folder, 'out/own words'));
    const flags = "--output 'out/own words' --param client=kafkajs --param long=bigint";
    const command = `asyncapi generate fromTemplate ${THINGAM} ${TEMPLATE} ${flags}`;
    expect(texts['index.ts']?.split('\n')[0]).toBe(`// Made by \`${command}\`; edit its source instead.`);
    expect(answers.get('out/text')).toBeNull();
    const [first] = (await readFile(join(folder, 'out/text/index.ts'), 'utf8')).split('\n');
    expect(first).toContain(`fromTemplate ${THINGAM} ${TEMPLATE} --output out/text\``);
  });

  it('refuses what the generator lets pass, and says where it is', async () => {
    expect(answers.get('out/broken')).toBe(
      'nothing is generated:\nschemas/broken.avsc:8:18: "none" is not a default for long',
    );
    expect(await readTexts(join(folder, 'out/broken'))).toEqual({});
  });

  it.each(REFUSED.map(([parameters, words], index) => ({ words, parameters, out: `out/refused ${index}` })))(
    'refuses $words',
    async ({ words, out }) => {
      expect(answers.get(out)).toBe(words);
      expect(await readTexts(join(folder, out))).toEqual({});
    },
  );

  it('reads no files beside a document from the network', async () => {
    const { describeSource } = createRequire(import.meta.url)(join(template, 'src/describe-source.js')) as {
      describeSource: (asyncapi: unknown, cwd: string) => { text: string; readFile: (path: string) => Promise<string> };
    };
    const describeFrom = (source: string) =>
      describeSource({ meta: () => ({ source, input: 'asyncapi: 3.0.0' }) }, folder);
    const remote = describeFrom('https://example.com/asyncapi.yaml');
    expect(remote.text).toBe('asyncapi: 3.0.0');
    await expect(remote.readFile(THINGAM)).rejects.toThrow(
      'of https://example.com/asyncapi.yaml no other files are read',
    );
    const local = describeFrom(`file://${join(folder, THINGAM)}`);
    expect(local).toMatchObject({ path: THINGAM });
    await expect(local.readFile(THINGAM)).resolves.toMatch(/^asyncapi: 3/);
  });
});
