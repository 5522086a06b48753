/** What a page without script has not: a filter, a switch of the theme, buttons that copy. */
export const SCRIPT = `
(() => {
const root = document.documentElement, all = (query) => [...document.querySelectorAll(query)];
const dark = matchMedia('(prefers-color-scheme: dark)');
const keep = (value) => { try { if (value) localStorage.setItem('theme', value); return localStorage.getItem('theme'); } catch { return null; } };
const kept = keep();
if (kept === 'dark' || kept === 'light') root.dataset.theme = kept;
document.querySelector('.tools').hidden = false;
document.getElementById('theme').onclick = () => {
  root.dataset.theme = (root.dataset.theme || (dark.matches ? 'dark' : 'light')) === 'dark' ? 'light' : 'dark';
  keep(root.dataset.theme);
};
if (matchMedia('(max-width: 800px)').matches) document.querySelector('nav details').open = false;
for (const source of all('.src')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', 'Copy ' + source.firstChild.getAttribute('aria-label'));
  button.onclick = async () => {
    try { await navigator.clipboard.writeText(source.firstChild.textContent); button.textContent = 'Copied'; }
    catch { getSelection().selectAllChildren(source.firstChild); button.textContent = 'Selected'; }
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  };
  source.append(button);
}
const items = all('.item').map((element) => ({ element, text: element.textContent.toLowerCase() }));
const links = all('nav li');
const find = document.getElementById('find'), found = document.getElementById('found');
find.oninput = () => {
  const words = find.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const { element, text } of items) {
    element.hidden = !words.every((word) => text.includes(word));
    if (!element.hidden) count++;
  }
  for (const link of links) {
    const target = document.getElementById(link.firstChild.hash.slice(1));
    link.hidden = words.length > 0 && (!target || target.closest('.item')?.hidden === true);
  }
  for (const section of all('main > section')) section.hidden = !section.querySelector('.item:not([hidden])');
  found.textContent = words.length === 0 ? '' : count === 1 ? '1 part matches' : count + ' parts match';
};
find.onkeydown = (event) => { if (event.key === 'Escape') { find.value = ''; find.oninput(); } };
const show = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  if (target.closest('[hidden]')) { find.value = ''; find.oninput(); target.scrollIntoView(); }
  for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
};
addEventListener('hashchange', show);
addEventListener('beforeprint', () => { for (const fold of all('main details')) { fold.removeAttribute('name'); fold.open = true; } });
})();
`;

/** SHA-256 of the above, in base64; a test says when it is another. */
export const SCRIPT_HASH = 'ybrNe1uveFkZBWfaZO/iK6DZSl5zMIl8dgB5GPlvvEA=';
