import { cp } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createProject, DOCUMENT, FILES, READING } from './run-sluice.ts';
import { spawnSluice } from './spawn-sluice.ts';

const ARGS = ['up', '--ephemeral', '--kafka', '127.0.0.1:0', '--http', '127.0.0.1:0'];

async function urlOf(sluice: { readonly firstLine: Promise<string> }): Promise<string> {
  const line = await sluice.firstLine;
  return line.slice(line.indexOf('http=') + 5);
}

it('serves the documents of ./asyncapi at /docs, with what its registry has of their schemas', async () => {
  await using project = await createProject(FILES);
  await using sluice = spawnSluice(ARGS, { cwd: project.folder });
  const url = await urlOf(sluice);
  const read = async (path: string) => (await fetch(url + path)).text();
  const page = await fetch(`${url}/docs`);
  expect(page.url).toBe(`${url}/docs/readings`);
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; .*frame-ancestors 'none'$/,
  );
  const html = await page.text();
  expect(html).toContain('<title>Readings</title>');
  expect(html).toContain('href="/docs/readings.md"');
  expect(html).not.toContain('Registry subjects');
  expect(await read('/docs/readings.md')).toMatch(/^# Readings\n/);

  await fetch(`${url}/subjects/readings-value/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: READING }),
  });
  expect(await read('/docs/readings.md')).toContain('Version 1 id 1');
  // A schema in another folder, which the document refers to.
  await project.write({ 'schemas/reading.avsc': READING.replace('"value"', '"reading"') });
  expect(await read('/docs/readings.md')).toContain('`reading`');
});

it('says what is wrong with a document, and where, in the list and instead of its page', async () => {
  const broken = DOCUMENT.replace('action: send', 'action: throw');
  await using project = await createProject({ ...FILES, 'asyncapi/readings.yaml': broken });
  await cp(project.path('asyncapi'), project.path('apis'), { recursive: true });
  await project.write({
    'apis/other.yaml': DOCUMENT.replace('Readings', 'Others'),
    'apis/bad.json': '{"asyncapi": 3,',
  });
  await using sluice = spawnSluice([...ARGS, '--docs', 'apis'], { cwd: project.folder });
  const url = await urlOf(sluice);
  const index = await (await fetch(`${url}/docs`)).text();
  expect(index).toContain('Others, 1.0.0');
  expect(index).toMatch(/Not valid: apis\/readings\.yaml:13:13: /);
  expect(index).toMatch(/Not valid: apis\/bad\.json:1:\d+: /);
  const response = await fetch(`${url}/docs/readings`);
  expect(response.status).toBe(422);
  const text = await response.text();
  expect(text).toContain('<code>apis/readings.yaml:13:13</code>');
  expect(text).not.toMatch(/\bat \w+ |node:|file:\/\//);
  expect(sluice.error()).not.toContain('no page of');
});

it('has nothing at /docs where there is no folder for it', async () => {
  await using project = await createProject();
  await using sluice = spawnSluice(ARGS, { cwd: project.folder });
  const url = await urlOf(sluice);
  expect((await fetch(`${url}/docs`)).status).toBe(404);
  expect(await (await fetch(`${url}/console`)).text()).not.toContain('/docs');
});

it('shows pages without the registry where another one does not answer', async () => {
  const registered = DOCUMENT.replace('../schemas/reading.avsc', "'registry:readings-value'");
  await using project = await createProject({ 'asyncapi/readings.yaml': registered });
  await using sluice = spawnSluice([...ARGS, '--only', 'broker', '--registry', 'http://127.0.0.1:1'], {
    cwd: project.folder,
  });
  const response = await fetch(`${await urlOf(sluice)}/docs/readings`);
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('not complete')]);
});
