import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { NODE_GLOBALS, type PackageRule, type Secret } from './rules.ts';
import { type SourceFile, type WorkspacePackage, packageOf } from './workspace.ts';

/** A broken rule: where, and what to do about it. */
export interface Finding {
  readonly rule: Rule;
  readonly where: string;
  readonly message: string;
}

export type Rule =
  | 'table'
  | 'import'
  | 'cycle'
  | 'undeclared'
  | 'unused'
  | 'purity'
  | 'secret'
  | 'environment'
  | 'exports'
  | 'surface';

type Rules = Readonly<Record<string, PackageRule>>;

/** Every package has a line in the table, every line a package, and what is declared is what the table allows. */
export function checkTable(packages: readonly WorkspacePackage[], rules: Rules): Finding[] {
  const folders = packages.map(({ folder }) => folder);
  const stale = Object.keys(rules).filter((folder) => !folders.includes(folder));
  return [
    ...stale.map((where) => finding('table', where, 'is in the table and not in the workspace')),
    ...packages.flatMap(({ folder, manifest }) => {
      const rule = rules[folder];
      if (!rule) return [finding('table', folder, 'has no line in test/architecture/rules.ts')];
      const allowed = [...rule.ours, ...rule.theirs];
      const declared = Object.keys(manifest.dependencies ?? {});
      return declared
        .filter((name) => !allowed.includes(name))
        .map((name) => finding('import', `${folder}/package.json`, `declares ${name}, which the table does not allow`));
    }),
  ];
}

/** Sources import what their package.json declares, all of it, and other packages only by name. */
export function checkImports(packages: readonly WorkspacePackage[], rules: Rules): Finding[] {
  return packages.flatMap(({ folder, manifest, sources }) => {
    const declared = Object.keys(manifest.dependencies ?? {});
    const allowed = [...(rules[folder]?.ours ?? []), ...(rules[folder]?.theirs ?? [])];
    const used = new Set(sources.flatMap((file) => file.imports.map(packageOf)));
    const unused = declared.filter((name) => !used.has(name));
    return [
      ...unused.map((name) => finding('unused', `${folder}/package.json`, `declares ${name}, which no source imports`)),
      ...sources.flatMap((file) => [
        ...findEscapes(file, `${folder}/`),
        ...findUndeclared(file, [...declared, manifest.name]),
        ...externals(file)
          .filter((name) => name !== manifest.name && !allowed.includes(name))
          .map((name) => finding('import', file.path, `imports ${name}, which the table does not allow`)),
      ]),
    ];
  });
}

/** Tests import what their package or the root declares, and of our packages those that theirs stands on. */
export function checkTestImports(
  packages: readonly WorkspacePackage[],
  rules: Rules,
  ofRoot: readonly string[],
): Finding[] {
  const byName = new Map(packages.map((item) => [item.manifest.name, item]));
  const reach = (name: string, seen: Set<string>): Set<string> => {
    const folder = byName.get(name)?.folder;
    if (folder === undefined || seen.has(name)) return seen;
    seen.add(name);
    for (const below of rules[folder]?.ours ?? []) reach(below, seen);
    return seen;
  };
  return packages.flatMap(({ folder, manifest, tests }) => {
    const own = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const declared = [...own, ...ofRoot, ...reach(manifest.name, new Set())];
    return tests.flatMap((file) => [...findEscapes(file, `${folder}/`, 'test/'), ...findUndeclared(file, declared)]);
  });
}

/** The imports of our packages, as they are, form no cycle. */
export function checkCycles(packages: readonly WorkspacePackage[]): Finding[] {
  const graph = new Map(
    packages.map(({ manifest, sources }) => [
      manifest.name,
      new Set(sources.flatMap(externals).filter((name) => name !== manifest.name)),
    ]),
  );
  const findCycle = (name: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    for (const next of graph.get(name) ?? []) {
      const cycle = graph.has(next) ? findCycle(next, [...path, name]) : undefined;
      if (cycle) return cycle;
    }
    return undefined;
  };
  for (const name of graph.keys()) {
    const cycle = findCycle(name, []);
    if (cycle) return [finding('cycle', name, cycle.join(' → '))];
  }
  return [];
}

/** Pure code touches nothing that only Node has. (That no native module is reached, the bundles show.) */
export function checkPurity(packages: readonly WorkspacePackage[], rules: Rules): Finding[] {
  const builtins = new Set(builtinModules);
  return packages.flatMap(({ folder, sources }) => {
    const rule = rules[folder];
    if (!rule?.pure) return [];
    const forNode = (path: string): boolean => (rule.node ?? []).some((part) => path.startsWith(`${folder}/${part}/`));
    return sources
      .filter((file) => !forNode(file.path))
      .flatMap((file) => [
        ...file.imports
          .filter((name) => name.startsWith('node:') || builtins.has(name) || forNode(resolveImport(file, name)))
          .map((name) => finding('purity', file.path, `imports ${name}; this package runs in a browser too`)),
        ...NODE_GLOBALS.filter((name) => file.names.has(name)).map((name) =>
          finding('purity', file.path, `names ${name}, which a browser does not have`),
        ),
      ]);
  });
}

/** What one place knows stays there. */
export function checkSecrets(packages: readonly WorkspacePackage[], secrets: readonly Secret[]): Finding[] {
  const files = packages.flatMap(({ sources }) => sources);
  return secrets.flatMap(({ what, imports, names, only }) =>
    files
      .filter((file) => !only.test(file.path))
      .flatMap((file) =>
        [
          ...file.imports.filter((name) => imports.test(name)),
          ...[...file.names].filter((name) => names.test(name)),
        ].map((name) => finding('secret', file.path, `${name}: only ${only.source} knows ${what}`)),
      ),
  );
}

/** A library gets its settings from its caller. */
export function checkEnvironment(packages: readonly WorkspacePackage[]): Finding[] {
  const files = packages.filter(({ folder }) => folder.startsWith('libs/')).flatMap(({ sources }) => sources);
  return files
    .filter((file) => file.readsEnvironment)
    .map((file) => finding('environment', file.path, 'reads process.env; take it as an option'));
}

/** `exports` maps name files that exist, and every import of a package of ours goes through one of their entries. */
export function checkExports(
  packages: readonly WorkspacePackage[],
  root: string,
  others: readonly SourceFile[],
): Finding[] {
  const maps = new Map(packages.map(({ manifest }) => [manifest.name, manifest.exports ?? {}]));
  const missing = packages.flatMap(({ folder, manifest }) =>
    Object.entries(manifest.exports ?? {})
      .filter(([, target]) => !existsSync(join(root, folder, target)))
      .map(([entry, target]) =>
        finding('exports', `${folder}/package.json`, `exports ${entry} as ${target}, which does not exist`),
      ),
  );
  const files = [...packages.flatMap(({ sources, tests }) => [...sources, ...tests]), ...others];
  const unknown = files.flatMap((file) =>
    file.imports
      .filter(
        (name) =>
          maps.has(packageOf(name)) &&
          !Object.hasOwn(maps.get(packageOf(name)) ?? {}, `.${name.slice(packageOf(name).length)}`),
      )
      .map((name) => finding('exports', file.path, `imports ${name}, which that package does not export`)),
  );
  return [...missing, ...unknown];
}

/** What a package shows is a list of names. */
export function checkSurface(packages: readonly WorkspacePackage[]): Finding[] {
  return packages.flatMap(({ sources }) =>
    sources.flatMap((file) => [
      ...(file.exportsAll ? [finding('surface', file.path, 'has `export *`; list the names')] : []),
      ...(file.exportsDefault ? [finding('surface', file.path, 'has a default export; give it a name')] : []),
    ]),
  );
}

/** Imports that leave the package's folder by a relative path. */
function findEscapes(file: SourceFile, ...homes: readonly string[]): Finding[] {
  return file.imports
    .filter((name) => name.startsWith('.') && !homes.some((home) => resolveImport(file, name).startsWith(home)))
    .map((name) => finding('import', file.path, `reaches into another package by ${name}; import it by name`));
}

/** Imports of packages that are not among `declared`. */
export function findUndeclared(file: SourceFile, declared: readonly string[]): Finding[] {
  return externals(file)
    .filter((name) => !declared.includes(name))
    .map((name) => finding('undeclared', file.path, `imports ${name}, which its package.json does not declare`));
}

/** Names of the packages that a file imports. */
function externals(file: SourceFile): string[] {
  const names = file.imports.filter((name) => !name.startsWith('.') && !name.startsWith('node:'));
  return [...new Set(names.map(packageOf))];
}

function resolveImport(file: SourceFile, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file.path), specifier) : specifier;
}

function finding(rule: Rule, where: string, message: string): Finding {
  return { rule, where, message };
}
