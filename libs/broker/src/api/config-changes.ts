import type { Refusal } from '../topics/topics.ts';

/** The first config that a request names twice, as a refusal. */
export function refuseRepeatedConfig(configs: readonly { readonly name: string }[]): Refusal | undefined {
  const names = new Set<string>();
  for (const { name } of configs) {
    if (names.has(name)) return { error: 'INVALID_REQUEST', message: `Config ${name} is named twice.` };
    names.add(name);
  }
  return undefined;
}
