import type { Server } from '../model/model.ts';
import type { SecurityScheme } from '../model/security-scheme.ts';
import { inside, note } from './change.ts';
import type { Comparison } from './change.ts';
import { compareFields, pairUp } from './compare-fields.ts';
import type { Models } from './compare-messages.ts';
import { areEqual } from './equal.ts';
import { DESCRIPTIONS, VALUE_RULES } from './field-rules.ts';

export function compareServers(at: Comparison, { before, after }: Models): void {
  const { pairs, removed, added } = pairUp(before.servers, after.servers, [
    (a, b) => a.id === b.id,
    (a, b) => a.host === b.host && a.protocol === b.protocol && a.pathname === b.pathname,
  ]);
  for (const { id, place } of removed)
    note(inside(at, `servers.${id}`, place.pointer), 'removed', 'breaking', 'the server was removed');
  for (const { id, place } of added)
    note(inside(at, `servers.${id}`, place.pointer), 'added', 'non-breaking', 'a server was added');
  for (const [old, now] of pairs) {
    const place = inside(at, `servers.${now.id}`, now.place.pointer);
    if (old.id !== now.id) {
      note(place, 'renamed', 'non-breaking', `the server ${old.id} is called ${now.id} now`, {
        before: old.id,
        after: now.id,
      });
    }
    compareServer(place, old, now);
  }
}

function compareServer(at: Comparison, old: Server, now: Server): void {
  compareFields(at, old, now, {
    host: 'breaking',
    pathname: 'breaking',
    protocol: 'breaking',
    protocolVersion: 'unclassified',
    ...DESCRIPTIONS,
    bindings: 'unclassified',
  });
  compareFields(inside(at, 'kafka', `${at.pointer}/bindings/kafka`), old.kafka ?? {}, now.kafka ?? {}, {
    schemaRegistryUrl: 'breaking',
    schemaRegistryVendor: 'unclassified',
    bindingVersion: 'non-breaking',
    extensions: 'non-breaking',
  });
  const { pairs, removed, added } = pairUp(old.variables, now.variables, [(a, b) => a.id === b.id]);
  const within = (id: string): Comparison => inside(at, `variables.${id}`, `${at.pointer}/variables/${id}`);
  for (const { id } of removed) note(within(id), 'removed', 'breaking', 'the variable was removed');
  for (const { id } of added) note(within(id), 'added', 'breaking', 'a variable was added');
  for (const [was, is] of pairs) compareFields(within(is.id), was, is, VALUE_RULES);
  compareSecurity(at, old.security, now.security);
}

/** Any one scheme will do: one that goes breaks those who used it, one more breaks nobody, the first breaks all. */
export function compareSecurity(
  at: Comparison,
  before: readonly SecurityScheme[],
  after: readonly SecurityScheme[],
): void {
  const place = inside(at, 'security');
  const { removed, added } = pairUp(before, after, [areEqual]);
  for (const scheme of removed) {
    const severity = after.length === 0 ? 'non-breaking' : 'breaking';
    note(place, 'removed', severity, `the security scheme ${nameOf(scheme)} was removed`);
  }
  for (const scheme of added) {
    const severity = before.length === 0 ? 'breaking' : 'non-breaking';
    note(
      place,
      'added',
      severity,
      `the security scheme ${nameOf(scheme)} was added${before.length === 0 ? ', and there was none' : ''}`,
    );
  }
}

function nameOf({ type, component }: SecurityScheme): string {
  return component === undefined ? type : `${component} (${type})`;
}
