import type { HostPort } from '../host-port.ts';

interface Described {
  /** One sentence for --help and the docs. */
  readonly help: string;
  /** Environment variable that sets it when the flag is absent. */
  readonly env?: string;
  /** One letter: `h` makes `-h`. */
  readonly short?: string;
  /** What stands for the value in help, e.g. `DIR`. */
  readonly placeholder?: string;
  /** Left out of --help and docs. */
  readonly hidden?: boolean;
  readonly required?: boolean;
}

/** One option; the key in its declaration, in kebab case, is the flag: `dataDir` is `--data-dir`. */
export type OptionDeclaration = Described &
  (
    | { readonly type: 'host-port'; readonly default?: string }
    | { readonly type: 'path'; readonly default?: string }
    | { readonly type: 'string'; readonly default?: string }
    | { readonly type: 'url'; readonly default?: string; readonly protocols?: readonly string[] }
    | { readonly type: 'int'; readonly default?: number; readonly min?: number; readonly max?: number }
    | { readonly type: 'enum'; readonly values: readonly string[]; readonly default?: string }
    /** `--flag`, `--no-flag`, `--flag=true|false`; false unless set. */
    | { readonly type: 'boolean'; readonly default?: boolean }
    /** Comma-separated or repeated; empty unless set. */
    | { readonly type: 'list'; readonly default?: readonly string[] }
  );

export type OptionDeclarations = Readonly<Record<string, OptionDeclaration>>;

type ValueOf<D> = D extends { type: 'host-port' }
  ? HostPort
  : D extends { type: 'int' }
    ? number
    : D extends { type: 'boolean' }
      ? boolean
      : D extends { type: 'list' }
        ? readonly string[]
        : D extends { type: 'enum'; values: readonly (infer V)[] }
          ? V
          : string;

type AlwaysThere = { type: 'boolean' | 'list' } | { default: unknown } | { required: true };

/** The parsed values of a declaration: those with neither default nor `required` may be undefined. */
export type OptionValues<D extends OptionDeclarations> = {
  readonly [K in keyof D]: D[K] extends AlwaysThere ? ValueOf<D[K]> : ValueOf<D[K]> | undefined;
};

/** Declares options, keeping their literal types so that values come out typed. */
export function defineOptions<const D extends OptionDeclarations>(declarations: D): D {
  return declarations;
}

/** `dataDir` → `--data-dir`. */
export function flagName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
