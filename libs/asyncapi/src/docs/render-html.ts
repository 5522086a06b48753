import { AsyncApiError } from '../asyncapi-error.ts';
import type { Model } from '../model/model.ts';
import { buildPage } from './content/build-page.ts';
import type { HtmlOptions } from './docs-options.ts';
import { markup, textOf, trust } from './page/html.ts';
import type { Html } from './page/html.ts';
import type { NavigationGroup } from './page/page.ts';
import { printBlocks } from './page/print-html.ts';
import { SCRIPT, SCRIPT_HASH } from './page/script.ts';
import { STYLE, STYLE_HASH } from './page/style.ts';

/**
 * The documentation as one HTML file that loads nothing and needs no script to be read; always the same for the same
 * model and options. Nothing of the document becomes markup but the Markdown of its descriptions, and of that only the
 * parts that are safe.
 * @throws AsyncApiError for a nonce or a language that is none
 */
export function renderHtml(model: Model, options: HtmlOptions = {}): string {
  const { language = 'en', policy = 'hash', links = [] } = options;
  if (!/^[A-Za-z0-9-]{1,35}$/u.test(language)) throw new AsyncApiError('language is a BCP 47 tag, such as en');
  const nonce = typeof policy === 'object' ? policy.nonce : undefined;
  if (nonce !== undefined && !/^[A-Za-z0-9+/_-]+={0,2}$/u.test(nonce)) throw new AsyncApiError('a nonce is base64');
  const by = nonce === undefined ? undefined : markup` nonce="${nonce}"`;
  const { title, subtitle, intro, sections, navigation } = buildPage(model, options);
  return textOf(markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
${policy !== 'none' && writePolicy(nonce)}<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style${by}>${trust(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header class="bar"><p class="name">${title}</p>${links.length > 0 && writeLinks(links)}
<div class="tools" role="search" hidden><input type="search" id="find" placeholder="Filter" aria-label="${FILTER}" autocomplete="off"><button type="button" id="theme">Theme</button></div></header>
<nav aria-label="Contents"><details open><summary>Contents</summary>${navigation.map(writeNavigation)}</details></nav>
<main id="content" tabindex="-1">
<p id="found" role="status"></p>
<header><h1>${title}</h1><p class="muted">${subtitle}</p>${printBlocks(intro, 1)}</header>
${printBlocks(sections, 1)}</main>
<script${by}>${trust(SCRIPT)}</script>
</body>
</html>
`);
}

/** The Content-Security-Policy of pages whose `policy` is `none`, for servers to send: our style and script, no more. */
export const PAGE_POLICY = formatPolicy(`'sha256-${STYLE_HASH}'`, `'sha256-${SCRIPT_HASH}'`);

const FILTER = 'Filter by name, field or text';

function writePolicy(nonce: string | undefined): Html {
  const policy = nonce === undefined ? PAGE_POLICY : formatPolicy(`'nonce-${nonce}'`, `'nonce-${nonce}'`);
  return markup`<meta http-equiv="Content-Security-Policy" content="${policy}">\n`;
}

function formatPolicy(style: string, script: string): string {
  return `default-src 'none'; style-src ${style}; script-src ${script}; base-uri 'none'; form-action 'none'`;
}

function writeLinks(links: NonNullable<HtmlOptions['links']>): Html {
  return markup`<p class="also">${links.map(({ title, to }) => markup`<a href="${to}">${title}</a> `)}</p>`;
}

function writeNavigation({ title, items }: NavigationGroup): Html {
  const links = items.map(({ id, label, hint = '' }) => {
    const small = hint !== '' && markup` <small>${hint}</small>`;
    return markup`<li><a href="#${id}">${label}${small}</a></li>`;
  });
  return markup`<p>${title}</p><ul>${links}</ul>\n`;
}
