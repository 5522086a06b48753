/** What the architecture test holds the packages to. A new package or a new import is a line here, with its reason in ARCHITECTURE.md. */
export interface PackageRule {
  /** Packages of ours that its sources import: exactly these. */
  readonly ours: readonly string[];
  /** Packages of others that its sources import: exactly these. */
  readonly theirs: readonly string[];
  /** Entries of its exports map that run anywhere, a browser included: no `node:*`, no native module, no Node global. */
  readonly pure?: readonly string[];
  /** Folders of a package with pure entries whose code is for Node all the same. */
  readonly node?: readonly string[];
}

export const PACKAGES: Readonly<Record<string, PackageRule>> = {
  'libs/avro': {
    ours: [],
    theirs: ['@noble/hashes', 'snappy'],
    pure: ['.', './emitted', './idl', './standalone'],
    node: ['src/node'],
  },
  'libs/kafka': { ours: [], theirs: ['@node-rs/crc32', 'lz4-napi', 'snappy'], pure: ['.'], node: ['src/node'] },
  'libs/runtime': { ours: [], theirs: ['pino'] },
  'libs/formats': {
    ours: ['@sluice/avro'],
    theirs: ['ajv', 'ajv-draft-04', 'ajv-formats'],
    pure: ['.', './avro', './json-schema', './pattern'],
  },
  'libs/asyncapi': {
    ours: ['@sluice/avro', '@sluice/formats'],
    theirs: ['@asyncapi/specs', 'ajv', 'ajv-draft-04', 'ajv-formats', 'yaml'],
    pure: ['.', './diff', './docs', './export', './lint'],
  },
  'libs/codegen': {
    ours: ['@sluice/asyncapi', '@sluice/avro', '@sluice/formats'],
    theirs: [],
    pure: ['.', './standalone'],
  },
  'libs/serde': {
    ours: ['@sluice/avro', '@sluice/formats'],
    theirs: [],
    pure: ['.', './clients', './emitted', './json', './standalone'],
  },
  'libs/rules': {
    ours: ['@sluice/avro', '@sluice/formats', '@sluice/serde'],
    theirs: ['@marcbachmann/cel-js', 'jsonata'],
    pure: ['.'],
  },
  'libs/gate': { ours: ['@sluice/formats', '@sluice/serde'], theirs: [], pure: ['.'] },
  'libs/registry': {
    ours: ['@sluice/formats', '@sluice/runtime', '@sluice/serde'],
    theirs: ['drizzle-orm', 'hono', 'postgres'],
  },
  'libs/broker': { ours: ['@sluice/gate', '@sluice/kafka', '@sluice/runtime'], theirs: [] },
  'libs/server': {
    ours: ['@sluice/broker', '@sluice/formats', '@sluice/gate', '@sluice/registry', '@sluice/runtime', '@sluice/serde'],
    theirs: ['@hono/node-server', 'hono', 'jose'],
  },
  'apps/cli': {
    ours: [
      '@sluice/asyncapi',
      '@sluice/avro',
      '@sluice/codegen',
      '@sluice/formats',
      '@sluice/registry',
      '@sluice/runtime',
      '@sluice/serde',
      '@sluice/server',
    ],
    theirs: ['@platformatic/kafka'],
  },
  'apps/demo': {
    ours: ['@sluice/gate', '@sluice/runtime', '@sluice/serde', '@sluice/server'],
    theirs: ['@platformatic/kafka'],
  },
};

/** Things that one place knows and no other: imports or names that may stand in the sources of that place only. */
export const SECRETS: readonly Secret[] = [
  {
    what: 'SQL',
    imports: /^(drizzle-orm|postgres|node:sqlite)(\/|$)/,
    names: /^$/,
    only: /^libs\/registry\/src\/store\//,
  },
  {
    what: 'the magic byte of the wire format',
    imports: /^$/,
    names: /^(wire)?_?magic_?byte$/i,
    only: /^libs\/serde\/src\/envelope/,
  },
];

export interface Secret {
  readonly what: string;
  readonly imports: RegExp;
  readonly names: RegExp;
  readonly only: RegExp;
}

/** Names that exist in Node and not in a browser. */
export const NODE_GLOBALS = ['Buffer', 'process', 'global', 'require', '__dirname', '__filename', 'setImmediate'];
