import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AvroError, compileCodec, formatSchema } from '@sluice/avro';
import type { JsonObject } from '@sluice/avro';
import { readIdl } from '@sluice/avro/idl';
import type { IdlDocument, IdlMessage } from '@sluice/avro/idl';

/**
 * What Java's IdlReader (avro-idl 1.12.1) made of the files in `idl/`: schemas as Schema.toString writes them, those of
 * a request as the fields of a record, properties as those of a null schema. Made once, by a program outside.
 */
const ANSWERS = JSON.parse(readText('java-answers.json')) as Record<string, Record<string, unknown>>;
const FILES = readdirSync(new URL('idl/', import.meta.url)).filter((name) => name.endsWith('.avdl'));

function readText(path: string): string {
  return readFileSync(new URL(`idl/${path}`, import.meta.url), 'utf8');
}

function formatProps(props: JsonObject): string {
  return formatSchema({ type: 'null', props });
}

function showMessage({ props, request, response, errors, ...rest }: IdlMessage): unknown {
  const record = { type: 'record', name: 'Request', aliases: [], props: {}, isError: false, fields: request } as const;
  return {
    ...rest,
    props: formatProps(props),
    request: formatSchema(record),
    response: formatSchema(response),
    errors: errors.map((error) => formatSchema(error)),
  };
}

function show({ schemas, main, protocol }: IdlDocument): unknown {
  const shown = { schemas: schemas.map((schema) => formatSchema(schema)) };
  const shownMain = main === undefined ? {} : { main: formatSchema(main) };
  if (protocol === undefined) return { ...shown, ...shownMain };
  const { props, messages, ...rest } = protocol;
  return {
    ...shown,
    ...shownMain,
    protocol: { ...rest, props: formatProps(props), messages: messages.map(showMessage) },
  };
}

async function readFixture(path: string): Promise<unknown> {
  try {
    return show(await readIdl(readText(path), { path, readImport: readText }));
  } catch (error) {
    if (error instanceof AvroError) return 'refused';
    throw error;
  }
}

function answerOf(path: string): unknown {
  const { warnings: _, ...answer } = ANSWERS[path] ?? {};
  return 'error' in answer ? 'refused' : answer;
}

async function findingsOf(text: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  try {
    await readIdl(text, {
      path: 'main.avdl',
      readImport: (path) => files[path] ?? Promise.reject(new Error('not there')),
    });
    return [];
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    return error.findings.map((finding) =>
      'pointer' in finding ? `${finding.pointer} ${finding.kind}: ${finding.message}` : '',
    );
  }
}

describe('Avro IDL', () => {
  it.each(FILES.filter((name) => !name.startsWith('differ-')))('reads %s as Java does', async (path) => {
    expect(answerOf(path) === 'refused').toBe(path.startsWith('bad-'));
    expect(await readFixture(path)).toEqual(answerOf(path));
  });

  it('differs from Java where its docstring says so', async () => {
    const differing = FILES.filter((name) => name.startsWith('differ-'));
    for (const path of differing) expect([path, await readFixture(path)]).not.toEqual([path, answerOf(path)]);
    const refused = await Promise.all(
      differing.map(async (path) => ((await readFixture(path)) === 'refused' ? path : '')),
    );
    expect(refused.filter((path) => path !== '')).toEqual([
      'differ-message-twice.avdl',
      'differ-nested-union.avdl',
      'differ-optional-in-union.avdl',
      'differ-stray-sign.avdl',
      'differ-unclosed-comment.avdl',
    ]);
  });

  it.each([
    ['record R {\n  int a;\n  Missing b;\n}', '3:3 reference: '],
    ['record R {\n  array<union {\n int, Missing }> b;\n}', '3:7 reference: '],
    ['enum E { A,\n B, A }', '2:5 duplicate: '],
    ['record R { string a = 1; }', '1:23 default: '],
    ['record R {\r\n\tint a = ; }', '2:10 idl: expected a JSON value, found ;'],
    ['protocol P {\n void a(\n Missing m); }', '3:2 reference: '],
    ['record R { @aliases(["a"]) int a; }', '1:13 idl: @aliases cannot be set by an annotation here'],
    ['record R { A? a; }\nrecord A { } record A { int x; }', '2:21 duplicate: '],
    ['import idl "x.avdl";', '1:12 reference: cannot import "x.avdl": not there'],
    ['@name( record R { }', '1:8 idl: expected a JSON value, found record'],
    ['record R { string a = "\\q"; }', '1:24 idl: "\\\\q" is no escape'],
  ])('says where %j is wrong', async (text, expected) => {
    const [first = ''] = await findingsOf(text);
    expect(first.startsWith(expected), first).toBe(true);
  });

  it.each([
    ['import idl "a/b.avdl";', { 'a/b.avdl': '\n record R { int }' }, 'a/b.avdl:2:17 idl: '],
    [
      'import idl "a/b.avdl";',
      { 'a/b.avdl': 'import idl "../c.avdl";', 'c.avdl': 'record R { X x; }' },
      'c.avdl:1:12 reference: ',
    ],
    ['import schema "s.avsc";', { 's.avsc': '{"type":"fixed","name":"F","size":-1}' }, 's.avsc# shape: '],
    ['import schema "s.avsc";', { 's.avsc': '{,}' }, 's.avsc:1:2 json: '],
    ['import protocol "p.avpr";', { 'p.avpr': '{"protocol":"P","types":["X"]}' }, 'p.avpr#/types/0 reference: '],
    [
      'import protocol "p.avpr";',
      { 'p.avpr': '{"protocol":"P","messages":{"a/b":{}}}' },
      'p.avpr#/messages/a~1b shape: ',
    ],
  ])('says where what %s imports is wrong', async (text, files, expected) => {
    const [first = ''] = await findingsOf(text, files);
    expect(first.startsWith(expected), first).toBe(true);
  });

  it('resolves imports against their file and reads each once', async () => {
    const files: Record<string, string> = {
      'lib/a.avdl': 'import idl "deep/../b.avdl"; import idl "../main.avdl"; record A { B b; }',
      'lib/b.avdl': 'import idl "/abs.avdl"; import schema "classpath:x.avsc"; record B { }',
      '/abs.avdl': 'import idl "rel.avdl";',
      '/rel.avdl': '',
      'classpath:x.avsc': '"int"',
    };
    const asked: string[] = [];
    const { schemas } = await readIdl('import idl "lib/a.avdl"; import idl "./lib/b.avdl"; record M { A a; }', {
      path: './main.avdl',
      readImport: (path, kind) => {
        asked.push(`${kind} ${path}`);
        return files[path] ?? '';
      },
    });
    expect(asked).toEqual([
      'idl lib/a.avdl',
      'idl lib/b.avdl',
      'idl /abs.avdl',
      'idl /rel.avdl',
      'schema classpath:x.avsc',
    ]);
    expect(schemas.map(({ name }) => name)).toEqual(['B', 'A', 'M']);
  });

  it('warns of documentation comments that document nothing', async () => {
    const { warnings } = await readIdl('/** a */ /** b */ record R { int x; /** c */ }\n /** d */');
    expect(warnings.map(({ pointer }) => pointer)).toEqual(['1:1', '1:37', '2:2']);
  });

  it('gives defaults that no JSON holds to codecs', async () => {
    const { main = { type: 'null', props: {} } as const } = await readIdl(
      'schema R; record R { double a = NaN; float b = -Infinity; }',
    );
    const codec = compileCodec(main);
    expect(codec.decode(codec.encode({}))).toEqual({ a: Number.NaN, b: Number.NEGATIVE_INFINITY });
  });

  const times = (text: string): string => text.repeat(Math.floor(500_000 / text.length));
  it.each([
    ['@a('.concat(times('[')), 'limit'],
    ['@a('.concat(times('{"a":')), 'limit'],
    ['record R { '.concat(times('array<')), 'limit'],
    ['record R { '.concat(times('union{')), 'limit'],
    ['@a('.concat(times('9')), 'limit'],
    ['a'.repeat(10_000_001), 'limit'],
    [times('@a(1)'), 'idl'],
    [times('a.'), 'idl'],
    [times('`a`.'), 'idl'],
    [times('/** '), 'idl'],
    ['@a("'.concat(times('\\')), 'idl'],
  ])('stops early in hostile text %#', async (text, kind) => {
    const findings = await findingsOf(text);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(` ${kind}: `);
  });

  it('bounds the number of files', async () => {
    let count = 0;
    const read = readIdl('import idl "0";', { readImport: () => `import idl "${++count}";` });
    await expect(read).rejects.toThrow('more than 1000 files');
  });
});
