import { execFileSync } from 'node:child_process';
import { stat, symlink, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createProject, DOCUMENT, FILES, READING } from './run-sluice.ts';

const NAME = 'asyncapi/readings.yaml';
const BROKEN = DOCUMENT.replace('action: send', 'action: throw');

describe('sluice validate', () => {
  it('has nothing to say of a valid document', async () => {
    await using project = await createProject(FILES);
    expect(await project.spawn(['validate', NAME])).toEqual({ code: 0, out: 'no findings\n', error: '' });
    expect(await project.run(['validate', 'readings.yaml', NAME.replace('asyncapi', '.')], 'asyncapi')).toMatchObject({
      code: 0,
      error: '',
    });
  });

  it('says what is wrong, with the line, and ends with 1', async () => {
    await using project = await createProject({ ...FILES, [NAME]: BROKEN });
    const { code, out, error } = await project.spawn(['validate', NAME]);
    expect({ code, error }).toEqual({ code: 1, error: '' });
    expect(out).toMatch(/^asyncapi\/readings\.yaml:13:13 {2}error {2}.*\n {2}13 \| {5}action: throw\n {5}\| {13}\^$/m);
  });

  it('takes no text that is not UTF-8', async () => {
    await using project = await createProject(FILES);
    await writeFile(project.path(NAME), Buffer.from(DOCUMENT.replace('title:', 'title: \xe4'), 'latin1'));
    const { code, out } = await project.run(['validate', NAME]);
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('it is no UTF-8 text') });
  });

  it('finds what is wrong in a schema of another folder', async () => {
    await using project = await createProject({ ...FILES, 'schemas/reading.avsc': READING.replace('float', 'flaot') });
    const { code, out } = await project.run(['validate', 'readings.yaml'], 'asyncapi');
    expect(code).toBe(1);
    expect(out).toContain('../schemas/reading.avsc:7:32  error');
  });

  it.each([
    ['json', (out: string) => expect(JSON.parse(out)).toMatchObject({ errors: expect.any(Number), warnings: 0 })],
    ['sarif', (out: string) => expect(JSON.parse(out)).toMatchObject({ version: '2.1.0' })],
    ['github', (out: string) => expect(out).toMatch(/^::error file=asyncapi\/readings\.yaml,line=13,/)],
  ])('prints %s', async (format, check) => {
    await using project = await createProject({ ...FILES, [NAME]: BROKEN });
    const { code, out } = await project.run(['validate', NAME, '--format', format]);
    expect(code).toBe(1);
    check(out);
  });

  it('ends with 2 without a document, with 1 where one is not there, with 3 where the registry is not', async () => {
    const registered = DOCUMENT.replace('../schemas/reading.avsc', "'registry:readings-value'");
    await using project = await createProject({ ...FILES, 'r.yaml': registered });
    expect(await project.run(['validate'])).toMatchObject({ code: 2, out: '' });
    expect(await project.run(['validate', 'none.yaml'])).toMatchObject({
      code: 1,
      out: expect.stringMatching(/no such file/),
    });
    const away = await project.run(['validate', 'r.yaml', '--registry', 'http://127.0.0.1:1']);
    expect(away).toMatchObject({ code: 3, error: expect.stringContaining('http://127.0.0.1:1 could not be asked') });
    const locked = await project.run(['validate', 'r.yaml', '--lock', 'lock.json']);
    expect(locked).toMatchObject({ code: 1, error: expect.stringContaining('lock.json: no such file') });
    expect(await project.run(['validate', 'r.yaml', '--update-lock'])).toMatchObject({ code: 2 });
  });
});

describe('sluice diff', () => {
  const breaking = { 'schemas/now.avsc': READING.replace('"float"', '"string"') };
  const files = { ...FILES, ...breaking, 'now.yaml': DOCUMENT.replace('../schemas/reading', 'schemas/now') };

  it('says what breaks, and ends with 1', async () => {
    await using project = await createProject(files);
    const { code, out, error } = await project.spawn(['diff', NAME, 'now.yaml']);
    expect({ code, error }).toEqual({ code: 1, error: '' });
    expect(out).toMatch(/^Breaking \(\d+\)\n {2}channels\.readings\.messages\.Reading\.payload/);
    expect((await project.run(['diff', NAME, 'now.yaml', '--format', 'markdown'])).out).toMatch(/^## /);
    expect(JSON.parse((await project.run(['diff', NAME, 'now.yaml', '--json'])).out)).toHaveProperty('breaking');
    expect(await project.run(['diff', NAME, NAME])).toEqual({
      code: 0,
      out: expect.stringMatching(/no changes/),
      error: '',
    });
  });

  it('reads a document, and what it refers to, as a commit has them', async () => {
    await using project = await createProject(FILES);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: project.folder });
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'x');
    await project.write({ 'schemas/reading.avsc': READING.replace('"float"', '"string"') });
    expect(await project.run(['diff', `git:main:${NAME}`, NAME])).toMatchObject({ code: 1, error: '' });
    expect(await project.run(['diff', 'git:HEAD:readings.yaml', 'git:main:readings.yaml'], 'asyncapi')).toMatchObject({
      code: 0,
      error: '',
    });
    expect(await project.run(['diff', `git:nope:${NAME}`, NAME])).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^asyncapi\/readings\.yaml:1:1: cannot read .*nope/),
    });
    expect(await project.run(['diff', `git:--help:${NAME}`, NAME])).toMatchObject({ code: 2 });
  });

  it('needs two documents', async () => {
    await using project = await createProject(files);
    expect(await project.run(['diff', NAME])).toMatchObject({ code: 2, out: '' });
    expect(await project.run(['diff', NAME, 'none.yaml'])).toMatchObject({ code: 1, out: '' });
  });
});

describe('sluice docs', () => {
  it('writes one HTML file, or prints Markdown', async () => {
    await using project = await createProject(FILES);
    const written = await project.spawn(['docs', NAME, '-o', 'out/docs.html']);
    expect(written).toEqual({
      code: 0,
      out: '',
      error: expect.stringMatching(/^sluice: wrote out\/docs\.html, \d+ bytes\n$/),
    });
    const page = await project.read('out/docs.html');
    expect(page).toMatch(/^<!doctype html>\n/);
    expect(page).toContain('Reading');
    expect(project.list('out')).toEqual(['docs.html']);
    const printed = await project.run(['docs', 'readings.yaml', '--format', 'markdown'], 'asyncapi');
    expect(printed).toEqual({ code: 0, out: expect.stringMatching(/^# Readings\n/), error: '' });
    const json = await project.run(['docs', NAME, '-o', 'docs.html', '--json']);
    expect(JSON.parse(json.out)).toEqual({ file: 'docs.html', bytes: Buffer.byteLength(page) });
  });

  it('shows versions of schemas that are kept as files, in order', async () => {
    const [first, second] = [READING.replace('float', 'int'), READING];
    await using project = await createProject({
      ...FILES,
      'schemas/history/reading.v10.avsc': second,
      'schemas/history/reading.v9.avsc': first,
      'schemas/history/reading.refused.avsc': '{',
      'schemas/history/other.v1.avsc': '{',
    });
    const { code, out } = await project.run(['docs', 'readings.yaml', '--format', 'markdown'], 'asyncapi');
    expect(code).toBe(0);
    expect(out).toContain('## Versions of schemas');
    expect(out).toMatch(/Version 10 \S*schemas\/history\/reading\.v10\.avsc[^]*Since version 9:[^]*Version 9/u);
    expect(out).not.toMatch(/refused|other\.v1/u);
  });

  it('checks examples of JSON Schemas', async () => {
    const text = `asyncapi: 3.0.0
info: { title: Doors, version: 1.0.0 }
channels:
  doors:
    address: doors
    messages:
      Door:
        payload: { type: object, properties: { open: { type: boolean } } }
        examples: [{ payload: { open: 'perhaps' } }]
`;
    await using project = await createProject({ 'doors.yaml': text });
    const { code, out } = await project.run(['docs', 'doors.yaml', '--format', 'markdown']);
    expect(code).toBe(0);
    expect(out).toMatch(/open.*boolean/);
    expect((await project.run(['validate', 'doors.yaml'])).code).toBe(1);
  });

  it('writes to what is no file, and to where a link leads', async () => {
    await using project = await createProject({ ...FILES, 'there.html': '' });
    await symlink('there.html', project.path('link.html'));
    expect((await project.run(['docs', NAME, '-o', 'link.html'])).code).toBe(0);
    expect(await project.read('there.html')).toMatch(/^<!doctype html>/);
    expect((await project.run(['docs', NAME, '-o', '/dev/null'])).code).toBe(0);
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
    expect(await project.run(['docs', NAME, '-o', 'asyncapi'])).toMatchObject({
      code: 1,
      error: 'sluice: cannot write asyncapi: it is a folder\n',
    });
  });

  it('says what is wrong with the document or the file', async () => {
    await using project = await createProject({ ...FILES, 'broken.yaml': BROKEN, taken: '' });
    expect(await project.run(['docs', 'broken.yaml'])).toMatchObject({ code: 1, out: '' });
    expect(await project.run(['docs', NAME, '-o', 'taken/docs.html'])).toEqual({
      code: 1,
      out: '',
      error: 'sluice: cannot write taken/docs.html: something else is there\n',
    });
    expect(await project.run(['docs'])).toMatchObject({ code: 2 });
    const away = await project.run(['docs', NAME, '--registry', 'http://127.0.0.1:1']);
    expect(away).toMatchObject({ code: 3, out: '' });
  });
});

describe('sluice convert', () => {
  const OLD = `asyncapi: 2.6.0
info: { title: Readings, version: 1.0.0 }
channels:
  readings:
    publish:
      operationId: sendReading
      message:
        name: Reading
        schemaFormat: application/vnd.apache.avro;version=1.9.0
        payload: { $ref: schemas/reading.avsc }
`;

  it('writes a document of 2.6 as a valid one of 3.0', async () => {
    await using project = await createProject({ ...FILES, 'old.yaml': OLD });
    expect(await project.spawn(['convert', 'old.yaml', '-o', 'new.yaml'])).toMatchObject({ code: 0, out: '' });
    const text = await project.read('new.yaml');
    expect(text).toMatch(/^asyncapi: 3\.0\.0\n/);
    expect(text).not.toContain('.avsc');
    expect(await project.run(['validate', 'new.yaml'])).toMatchObject({ code: 0 });
    expect(await project.run(['diff', 'old.yaml', 'new.yaml'])).toMatchObject({ code: 0 });
    expect((await project.run(['convert', 'new.yaml'])).out).toBe(text);
    expect(await project.run(['convert', 'none.yaml'])).toMatchObject({ code: 1, out: '' });
  });
});

describe('every command', () => {
  it.each(['generate', 'docs', 'validate', 'diff', 'export', 'convert'])('%s has help with examples', async (name) => {
    await using project = await createProject();
    const { code, out, error } = await project.run([name, '--help']);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(new RegExp(`^Usage: sluice ${name} `));
    expect(out).toMatch(new RegExp(`^Examples:\\n {2}sluice ${name} `, 'm'));
    expect(out).toContain('Exit codes: 0');
  });

  it('ends quietly when nobody reads its output any more', async () => {
    await using project = await createProject(FILES);
    const script = `node ${JSON.stringify(new URL('../bin/sluice.mjs', import.meta.url).pathname)} docs ${NAME}`;
    const text = execFileSync('bash', ['-c', `set -o pipefail; ${script} 2>error.txt | head -c 10`], {
      cwd: project.folder,
      encoding: 'utf8',
    });
    expect(text).toHaveLength(10);
    expect(await project.read('error.txt')).toBe('');
  });
});
