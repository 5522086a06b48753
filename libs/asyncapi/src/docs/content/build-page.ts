import type { Model } from '../../model/model.ts';
import type { DocsOptions } from '../docs-options.ts';
import { describeSubject } from './describe-subject.ts';
import { describeSchema } from '../schema/describe-schema.ts';
import { plainText } from '../page/print-html.ts';
import { code, link, listFacts, mark, paragraph } from '../page/page.ts';
import type { Block, Inlines, NavigationGroup, Page, Section } from '../page/page.ts';
import { createContext } from './context.ts';
import type { Context } from './context.ts';
import {
  describeChannel,
  describeMessage,
  describeOperation,
  describeSecurityDetails,
  describeServer,
} from './describe-parts.ts';
import { describeRest, describeWords } from './described.ts';
import { formatLine } from './format-json.ts';

/** The whole documentation of a model. */
export function buildPage(model: Model, options: DocsOptions): Page {
  const context = createContext(model, options);
  const { subjects = [] } = options;
  const kept = subjects.filter(({ versions }) => versions.some(({ file }) => file !== undefined));
  const registered = subjects.filter((subject) => !kept.includes(subject));
  const groups: readonly (readonly [string, string, readonly Section[]])[] = [
    ['servers', 'Servers', model.servers.map((server) => describeServer(context, server))],
    ['channels', 'Channels', model.channels.map((channel) => describeChannel(context, channel))],
    ['operations', 'Operations', model.operations.map((operation) => describeOperation(context, operation))],
    ['messages', 'Messages', context.messages.entries.map((entry) => describeMessage(context, entry))],
    ['schemas', 'Other schemas', describeOtherSchemas(context)],
    ['security', 'Security schemes', describeSchemes(context)],
    ['subjects', 'Registry subjects', registered.map((subject) => describeSubject(context, subject))],
    ['history', 'Versions of schemas', kept.map((subject) => describeSubject(context, subject))],
  ];
  const sections = groups
    .filter(([, , items]) => items.length > 0)
    .map(([id, title, blocks]): Section => ({ kind: 'section', id, title: [title], blocks }));
  return {
    title: model.info.title,
    subtitle: `Version ${model.info.version}, AsyncAPI ${model.source.version}`,
    intro: describeInfo(model),
    sections,
    navigation: [...sections.map(toNavigation), ...listTypes(context)],
  };
}

function describeInfo(model: Model): readonly Block[] {
  const { info, id, defaultContentType, registryRefs } = model;
  const refs: Block[] =
    registryRefs.length === 0
      ? []
      : [
          paragraph(mark('warn', 'not complete'), ' Some schemas are in a registry and not in this document:'),
          { kind: 'list', items: registryRefs.map(({ ref }) => [paragraph(code(ref))]) },
        ];
  return [
    // The title is the page's.
    ...describeWords({
      tags: info.tags,
      ...(info.description !== undefined && { description: info.description }),
      ...(info.externalDocs !== undefined && { externalDocs: info.externalDocs }),
    }),
    ...listFacts({
      Identifier: id === undefined ? undefined : [code(id)],
      'Default content type': defaultContentType === undefined ? undefined : [code(defaultContentType)],
      Contact: info.contact === undefined ? undefined : sayParty(info.contact),
      License: info.license === undefined ? undefined : sayParty(info.license),
      'Terms of service':
        info.termsOfService === undefined ? undefined : [link(info.termsOfService, info.termsOfService)],
    }),
    ...refs,
    ...describeRest({ ...(info.extensions && { extensions: info.extensions }) }),
    ...describeRest({ ...(model.extensions && { extensions: model.extensions }) }),
  ];
}

/** A contact or a license: its name, its address, and whatever else it says. */
function sayParty(party: NonNullable<Model['info']['contact']>): Inlines {
  return Object.entries(party).flatMap(([key, value], index): Inlines => {
    const before = index === 0 ? [] : [', '];
    if (typeof value !== 'string') return [...before, code(`${key}: ${formatLine(value)}`)];
    if (key === 'url') return [...before, link(value, value)];
    return [...before, key === 'email' ? link(`mailto:${value}`, value) : value];
  });
}

/** Schemas that no message has. */
function describeOtherSchemas(context: Context): readonly Section[] {
  const { model, types, anchors } = context;
  return model.components.schemas
    .filter((schema) => types.ownedBy(schema).length > 0)
    .map((schema) => ({
      kind: 'section',
      id: anchors.find('schema', 'component', schema.id),
      title: [code(schema.id)],
      blocks: describeSchema(types, schema, schema.id),
      isItem: true,
    }));
}

function describeSchemes({ model, anchors }: Context): readonly Section[] {
  return model.components.securitySchemes.map((scheme, index) => ({
    kind: 'section',
    id: anchors.find('security', scheme.component ?? String(index)),
    title: [code(scheme.component ?? scheme.type)],
    blocks: [paragraph('Type ', code(scheme.type)), ...describeSecurityDetails([scheme])],
    isItem: true,
  }));
}

function toNavigation({ id, title, blocks }: Section): NavigationGroup {
  const items = blocks.flatMap((block) => {
    if (block.kind !== 'section') return [];
    const [label, , hint] = block.title;
    const text = plainText(hint === undefined ? [] : [hint]);
    return [{ id: block.id, label: plainText([label ?? '']), ...(text === '' ? {} : { hint: text }) }];
  });
  return { id, title: plainText(title), items };
}

function listTypes({ types }: Context): readonly NavigationGroup[] {
  const items = types.entries.map(({ anchor, name, kind }) => ({
    id: anchor,
    label: kind === 'schema' ? name : name.slice(name.lastIndexOf('.') + 1),
    hint: kind === 'schema' ? '' : kind,
  }));
  return items.length === 0 ? [] : [{ id: 'types', title: 'Types', items }];
}
