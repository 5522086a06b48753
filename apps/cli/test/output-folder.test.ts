import { describe, expect, it } from 'vitest';
import { compareOutput } from '../src/documents/output-folder.ts';
import { findProject } from '../src/documents/project.ts';
import { createProject } from './run-sluice.ts';

describe('the folder of generated files', () => {
  it.each(['../x.ts', 'a/../../x.ts', '/etc/x.ts', './x.ts', 'a//x.ts', '', 'a\\..\\x.ts', 'C:x.ts', 'x\0.ts', 'a/..'])(
    'takes no file at %j, whoever makes it up',
    async (path) => {
      await using test = await createProject();
      const project = findProject(test.folder);
      const files = [{ path, text: 'x\n' }];
      await expect(compareOutput(project, test.path('gen'), 'gen', files)).rejects.toThrow('is no path within gen');
    },
  );
});

describe('the root of a project', () => {
  it('is the nearest folder with a .git or package.json, or what --root says', async () => {
    await using test = await createProject({ 'a/package.json': '{}', 'a/b/c.txt': '', 'd/.git': '' });
    const rootOf = (cwd: string, root?: string) => findProject(test.path(cwd), root).root;
    expect(rootOf('a/b')).toBe(test.path('a'));
    expect(rootOf('d')).toBe(test.path('d'));
    expect(rootOf('.')).toBe(test.folder);
    expect(rootOf('a/b', '../..')).toBe(test.folder);
    expect(() => rootOf('a/b', 'c.txt')).toThrow('--root c.txt is no folder');
  });

  it('decides how paths are shown', async () => {
    await using test = await createProject({ 'a/x.txt': '' });
    const { show, fromRoot } = findProject(test.path('a'));
    expect([show('x.txt'), show('../x'), show(test.path('y')), show('.'), show('/nowhere/x')]).toEqual([
      ...['x.txt', '../x', '../y', '.', '/nowhere/x'],
    ]);
    expect([fromRoot('x.txt'), fromRoot('..'), fromRoot(test.path('a'))]).toEqual(['a/x.txt', '.', 'a']);
  });
});
