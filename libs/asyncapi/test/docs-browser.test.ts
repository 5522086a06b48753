import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadModel } from '@sluice/asyncapi';
import { renderHtml } from '@sluice/asyncapi/docs';
import { expect, it } from 'vitest';
import { describeRequiring, locate } from '../../../test/requirements.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Opens every fold, asks axe-core, and leaves its answer as the page's text. */
const CHECK = `for (const fold of document.querySelectorAll('details')) { fold.removeAttribute('name'); fold.open = true; }
axe.run().then(({ passes, violations }) => {
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ' ' + target));
  document.body.textContent = 'AXE ' + passes.length + ' ' + encodeURIComponent(JSON.stringify(found)) + ' END';
});`;

describeRequiring(['chromium'], 'the page in a browser', () => {
  const cases = ['thingam', 'clickstream', 'door-sensors'].flatMap((name) => [
    [name, 'light'],
    [name, 'dark'],
  ]);
  it.each(cases)('%s, %s: axe-core finds nothing', { timeout: 120_000 }, async (name = '', theme = '') => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const readRoot = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');
    const model = await loadModel({ path: `asyncapi/${name}.yaml`, readFile: readRoot, root: '' });
    const page = renderHtml(model, { policy: 'none', links: [{ title: 'All documents', to: '/docs' }] })
      .replace('<html ', `<html data-theme="${theme}" `)
      .replace('</body>', () => `<script>${axe}</script><script>${CHECK}</script></body>`);
    const folder = mkdtempSync(join(tmpdir(), 'sluice-docs-'));
    try {
      writeFileSync(join(folder, 'page.html'), page);
      const { stdout } = spawnSync(
        locate('chromium') ?? '',
        [
          '--headless',
          '--no-sandbox',
          '--disable-gpu',
          `--user-data-dir=${folder}/profile`,
          '--virtual-time-budget=20000',
          '--dump-dom',
          pathToFileURL(join(folder, 'page.html')).href,
        ],
        { encoding: 'utf8', timeout: 60_000 },
      );
      const [, passes, found = ''] = /AXE (\d+) (\S+) END/u.exec(stdout) ?? [];
      expect(Number(passes)).toBeGreaterThan(20);
      expect(JSON.parse(decodeURIComponent(found))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
