/** The look of pages that are ours alone. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5b6877; --line: #d9dfe6; --paper: #fbfcfd; --accent: #0b6e8f;
  --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e9ef; --soft: #93a1b0; --line: #2c3743; --paper: #141a21; --accent: #5cc0e0;
    --bad: #ff8a7e; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 15vh 1.5rem 4rem; }
h1 { margin: 0; font-size: 1.6rem; font-weight: 600; letter-spacing: -0.01em; }
p { margin: 0.5rem 0 2.5rem; color: var(--soft); }
ul { margin: 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
li { border-bottom: 1px solid var(--line); }
a { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; padding: 0.7rem 0; color: inherit;
  text-decoration: none; }
a:hover, a:focus-visible { color: var(--accent); }
code { color: var(--soft); font: 0.875rem/1.7 ui-monospace, monospace; }
`;

const DOCS_LINK = ['Documentation', '/docs'] as const;
const LINKS = [
  ['Subjects', '/subjects'],
  ['Schema types', '/schemas/types'],
  ['Compatibility', '/config'],
  ['Rejected records', '/api/v1/rejections?limit=20'],
  ['This process', '/api/v1/info'],
  ['Metrics', '/metrics'],
  ['Ready?', '/readyz'],
] as const;

/** What stands at `/console` until the console is there. */
export function writeConsolePage({ hasDocs }: { readonly hasDocs: boolean }): string {
  const links = [...(hasDocs ? [DOCS_LINK] : []), ...LINKS];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sluice</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>Sluice is running</h1>
<p>The console comes in a later version. Until then, these answer:</p>
<ul>
${links.map(([name, path]) => `<li><a href="${path}"><span>${name}</span><code>${path}</code></a></li>`).join('\n')}
</ul>
</main>
</body>
</html>
`;
}

/** The page runs no script and loads nothing. */
export const CONSOLE_HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};
