import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerDocsTask, readDocsFile } from '@sluice/server/docs-child';

// Stands for the process that makes pages: does what the document's first line says.
answerDocsTask(async (task, ask) => {
  if (task.kind === 'summarize') {
    const summaries = task.documents.map((document) => ({ document, title: `<${document}>` }));
    const files = await Promise.all(task.documents.map((name) => readDocsFile(join(task.cwd, name))));
    return { kind: 'summaries', summaries, files };
  }
  const path = join(task.cwd, task.document);
  const files = [await readDocsFile(path), await readDocsFile(join(task.cwd, 'part.avsc'))];
  const text = readFileSync(path, 'utf8');
  const order = /^# (\w+)/u.exec(text)?.[1];
  if (order === 'hang') await new Promise((resolve) => setInterval(resolve, 1_000_000));
  if (order === 'exit') process.exit(3);
  if (order === 'throw') throw new Error('a secret place: /home/me');
  if (order === 'memory') for (const held: number[][] = []; ;) held.push(Array.from({ length: 10_000 }, (_, n) => n));
  if (order === 'large')
    return { kind: 'pages', pages: { html: 'x'.repeat(100_000), markdown: '', policy: '' }, files };
  if (order === 'invalid') {
    const finding = { message: 'no <title>', file: task.document, line: 3, column: 7 };
    return { kind: 'invalid', findings: [finding, { message: 'all of it' }], files };
  }
  const { status, body } = await ask('/subjects/orders-value/versions');
  const denied = await ask('/api/v1/rejections');
  const secrets = Object.keys(process.env).filter((name) => name.startsWith('SLUICE'));
  const html = JSON.stringify({ made: process.pid, text, status, body, denied: denied.status, secrets });
  return { kind: 'pages', pages: { html, markdown: `# ${task.document}\n`, policy: "default-src 'none'" }, files };
});
