// npm run bench [-- NAME …]: each benchmark is a file beside this one, with its own closing lines.
const BENCHES: Readonly<Record<string, () => Promise<unknown>>> = {
  avro: () => import('./avro.ts'),
  gate: () => import('./gate.ts'),
  startup: () => import('./startup.ts'),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);
  process.exitCode = 2;
} else {
  for (const name of asked.length > 0 ? asked : Object.keys(BENCHES)) await BENCHES[name]?.();
}
