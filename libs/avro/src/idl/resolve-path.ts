/** The path of an import, from the folder of the file that names it; `/` parts paths, and one with a scheme is whole. */
export function resolvePath(importer: string, location: string): string {
  if (/^[A-Za-z][\w+.-]+:/.test(location)) return location;
  const [scheme = ''] = /^[A-Za-z][\w+.-]+:(?:\/\/[^/]*)?/.exec(importer) ?? [];
  const from = importer.slice(scheme.length);
  const joined = location.startsWith('/') ? location : from.slice(0, from.lastIndexOf('/') + 1) + location;
  const steps: string[] = [];
  for (const step of joined.split('/')) {
    if (step === '' || step === '.') continue;
    const last = steps.at(-1);
    if (step !== '..') steps.push(step);
    else if (last !== undefined && last !== '..') steps.pop();
    else if (!joined.startsWith('/')) steps.push(step);
  }
  return `${scheme}${joined.startsWith('/') ? '/' : ''}${steps.join('/')}`;
}
