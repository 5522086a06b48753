import type { CompatibilityLevel } from '@sluice/formats';
import { DEFAULT_CONTEXT, GLOBAL_CONTEXT, joinSubject, splitSubject } from '@sluice/serde';
import { MODES } from '../mode.ts';
import type { Mode } from '../mode.ts';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import { DEFAULT_SCOPE } from '../settings.ts';
import type { Config, Settings } from '../settings.ts';
import { describeContext, GLOBAL_SCOPE } from '../subject.ts';

/** A config as it is answered and obeyed: its level is never missing. */
export type ConfigInForce = Config & { readonly compatibilityLevel: CompatibilityLevel };

type Rules = Pick<RegistryContext, 'settings' | 'defaultCompatibility'>;

/** What is set in this very scope, or what always is; undefined when nothing is. */
export async function readOwnConfig(rules: Rules, scope: string): Promise<ConfigInForce | undefined> {
  const { config } = await readSettings(rules, scope);
  if (config !== undefined) return fillLevel(rules, config);
  return isTopLevel(scope) ? fillLevel(rules, {}) : undefined;
}

/**
 * What holds for a subject or context: its own config, in some things with the default context's behind it; or, where it
 * has none, that of its context, or of all. (LookupCache.config and Config.mergeConfigs of Confluent's registry.)
 */
export async function readConfigInForce(rules: Rules, scope: string): Promise<ConfigInForce> {
  const own = scope === DEFAULT_SCOPE ? undefined : await readOwnConfig(rules, scope);
  if (own === undefined) {
    const wider = await findInWiderScopes(rules, scope, ({ config }) => config);
    return fillLevel(rules, wider ?? {});
  }
  const shared = await readOwnConfig(rules, DEFAULT_SCOPE);
  return shared === undefined ? own : { ...pickShared(shared), ...own };
}

/** The mode set in this very scope, or the one that always is. */
export async function readOwnMode(rules: Rules, scope: string): Promise<Mode | undefined> {
  return (await readSettings(rules, scope)).mode ?? (isTopLevel(scope) ? 'READWRITE' : undefined);
}

/** The mode that holds for a subject or context: its own, its context's, or that of all. */
export async function readModeInForce(rules: Rules, scope: string): Promise<Mode> {
  return (await findInWiderScopes(rules, scope, ({ mode }) => mode)) ?? 'READWRITE';
}

/** Throws OPERATION_NOT_PERMITTED when the mode in force allows no change. */
export async function checkWritable(rules: Rules, scope: string): Promise<void> {
  const mode = await readModeInForce(rules, scope);
  if (!MODES[mode].readOnly) return;
  const subject = scope === DEFAULT_SCOPE ? 'null' : scope;
  // The name of the default context is empty, and so are the words of Confluent's registry here.
  const message = `Subject ${subject} in context ${describeContext(scope)} is in read-only mode`;
  throw registryError('OPERATION_NOT_PERMITTED', message);
}

/** What is set in the scope, its context, or for all: the first that is found. */
async function findInWiderScopes<Value>(
  rules: Rules,
  scope: string,
  pick: (settings: Settings) => Value | undefined,
): Promise<Value | undefined> {
  const { context } = splitSubject(scope);
  const wider = context === DEFAULT_CONTEXT ? DEFAULT_SCOPE : joinSubject(context, '');
  for (const each of new Set([scope, wider, GLOBAL_SCOPE])) {
    const found = pick(await readSettings(rules, each));
    if (found !== undefined) return found;
  }
  return undefined;
}

async function readSettings({ settings }: Rules, scope: string): Promise<Settings> {
  return (await settings.get(scope)) ?? {};
}

function fillLevel({ defaultCompatibility }: Rules, config: Config): ConfigInForce {
  return { ...config, compatibilityLevel: config.compatibilityLevel ?? defaultCompatibility };
}

/** Scopes that have a config and a mode though nobody set them. */
function isTopLevel(scope: string): boolean {
  return scope === DEFAULT_SCOPE || splitSubject(scope).context === GLOBAL_CONTEXT;
}

/** What a subject with a config of its own still takes from the default context's. */
function pickShared(config: Config): Config {
  const { normalize, validateFields, validateNewSchemas, validateRules, compatibilityPolicy, compatibilityGroup } =
    config;
  return {
    ...(normalize !== undefined && { normalize }),
    ...(validateFields !== undefined && { validateFields }),
    ...(validateNewSchemas !== undefined && { validateNewSchemas }),
    ...(validateRules !== undefined && { validateRules }),
    ...(compatibilityPolicy !== undefined && { compatibilityPolicy }),
    ...(compatibilityGroup !== undefined && { compatibilityGroup }),
  };
}
