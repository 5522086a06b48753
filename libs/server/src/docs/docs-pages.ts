import { PAGE_STYLE } from '../console-page.ts';
import type { DocsFinding, DocsSummary } from './protocol.ts';

/** One line of the index. */
export interface IndexItem {
  readonly address: string;
  readonly path: string;
  /** Undefined where the documents could not be looked into. */
  readonly summary: DocsSummary | undefined;
}

const STYLE = `${PAGE_STYLE}
main { max-width: 52rem; padding-top: 10vh; }
h1 { overflow-wrap: anywhere; }
li a > span { overflow-wrap: anywhere; }
li p { margin: -0.4rem 0 0.7rem; font-size: 0.875rem; }
.bad { color: var(--bad); }
.findings li { padding: 0.7rem 0; overflow-wrap: anywhere; }
.findings code { display: block; }
.back { display: inline-block; }
`;

export function writeIndex(folder: string, items: readonly IndexItem[]): string {
  const rows = items.map(({ address, path, summary }) => {
    const { title, version, finding } = summary ?? {};
    const name = title === undefined ? path : `${title}${version === undefined ? '' : `, ${version}`}`;
    const wrong = finding === undefined ? '' : `<p class="bad">Not valid: ${escape(sayFinding(finding))}</p>`;
    return `<li><a href="${escape(address)}"><span>${escape(name)}</span><code>${escape(path)}</code></a>${wrong}</li>`;
  });
  const [lead, list] =
    rows.length === 0
      ? [`There is no AsyncAPI document in ${folder}.`, '']
      : [`The AsyncAPI documents of ${folder}.`, `<ul>\n${rows.join('\n')}\n</ul>`];
  return writePage('Documentation', `<h1>Documentation</h1>\n<p>${escape(lead)}</p>\n${list}`);
}

/** Says what is wrong with a document, instead of its page. */
export function writeFindings(path: string, findings: readonly DocsFinding[]): string {
  const rows = findings.map(({ message, ...place }) => {
    const where = sayPlace(place);
    return `<li>${where === '' ? '' : `<code>${escape(where)}</code>`}${escape(message)}</li>`;
  });
  const lead = `This document has ${findings.length === 1 ? 'an error' : `${findings.length} errors`}, so there is no page of it yet. Once the file is right, load this again.`;
  const body = `<h1>${escape(path)}</h1>\n<p>${lead}</p>\n<ul class="findings">\n${rows.join('\n')}\n</ul>\n${BACK}`;
  return writePage(path, body);
}

export function writeMessage(title: string, message: string): string {
  return writePage(title, `<h1>${escape(title)}</h1>\n<p>${escape(message)}</p>\n${BACK}`);
}

/** `file:line:column: message`, as compilers write it. */
export function sayFinding(finding: DocsFinding): string {
  const where = sayPlace(finding);
  return where === '' ? finding.message : `${where}: ${finding.message}`;
}

const BACK = '<a class="back" href="/docs">All documents</a>';

function sayPlace({ file, line, column }: Omit<DocsFinding, 'message'>): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

function writePage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text
    .replaceAll(/[&<>"]/gu, (character) => ENTITIES[character] ?? character)
    .replaceAll(/(?![\t\n])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu, '\u{FFFD}');
}
