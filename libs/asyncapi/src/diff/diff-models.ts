import type { Model } from '../model/model.ts';
import { toRef } from '../source/pointer.ts';
import { inside, note } from './change.ts';
import type { Change, Comparison } from './change.ts';
import { compareChannels, compareOperations } from './compare-channels.ts';
import { compareFields, pairUp } from './compare-fields.ts';
import type { Models } from './compare-messages.ts';
import { distinct } from './compare-schemas.ts';
import { compareServers } from './compare-servers.ts';
import { areEqual } from './equal.ts';

/**
 * What became of a document: every difference between two models, and whether it breaks those who work by the old one.
 * Payloads are judged by the direction that they go: what the application receives it must read as old senders write it,
 * and what it sends old receivers must read. Places, and the version that a document is written in, are no difference.
 */
export function diffModels(before: Model, after: Model): readonly Change[] {
  const models: Models = { before, after };
  const at: Comparison = { path: '', pointer: '', changes: [] };
  compareFields(at, before, after, { id: 'unclassified', extensions: 'non-breaking' });
  compareFields(inside(at, 'info'), before.info, after.info, {
    title: 'non-breaking',
    version: 'non-breaking',
    description: 'non-breaking',
    termsOfService: 'unclassified',
    contact: 'non-breaking',
    license: 'unclassified',
    tags: 'non-breaking',
    externalDocs: 'non-breaking',
    extensions: 'non-breaking',
  });
  compareServers(at, models);
  const channels = compareChannels(at, models);
  compareOperations(at, models, channels);
  compareComponents(at, models);
  return Object.freeze(distinct(at.changes));
}

/** Components are judged where they are used; here it is said that they changed. */
function compareComponents(at: Comparison, { before, after }: Models): void {
  for (const section of ['schemas', 'messages', 'securitySchemes'] as const) {
    const [old, now] = [named(before, section), named(after, section)];
    const { pairs, removed, added } = pairUp(old, now, [(a, b) => a.name === b.name]);
    const within = (name: string): Comparison =>
      inside(at, `components.${section}.${name}`, toRef('components', section, name).slice(1));
    const what = section === 'securitySchemes' ? 'security scheme' : section.slice(0, -1);
    for (const { name } of removed)
      note(within(name), 'removed', 'non-breaking', `the ${what} was removed from the components`);
    for (const { name } of added) note(within(name), 'added', 'non-breaking', `a ${what} was added to the components`);
    for (const [was, is] of pairs) {
      if (areEqual(was.value, is.value)) continue;
      note(within(is.name), 'changed', 'non-breaking', `the ${what} was changed; where it is used says what that does`);
    }
  }
}

function named(
  { components }: Model,
  section: 'schemas' | 'messages' | 'securitySchemes',
): readonly { readonly name: string; readonly value: unknown }[] {
  if (section === 'securitySchemes') {
    return components.securitySchemes.map((value) => ({ name: value.component ?? value.type, value }));
  }
  const items: readonly { readonly id: string }[] = components[section];
  return items.map((value) => ({ name: value.id, value }));
}
