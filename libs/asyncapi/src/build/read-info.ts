import type { JsonObject } from '@sluice/avro';
import type { CorrelationId, ExternalDocs, Info, Tag } from '../model/model.ts';
import { toJson } from '../source/node.ts';
import type { ObjectNode } from '../source/node.ts';
import { freeze, freezeList, itemsAt, objectAt, objectOf, report } from './build.ts';
import type { Build } from './build.ts';
import { extensionsOf, looseStringAt, requireString, stringAt } from './read-scalar.ts';

/** Info Object. In 2.x tags and external documentation stand beside it, at the root. */
export function readInfo(build: Build): Info {
  const info = objectAt(build, build.root, 'info');
  if (info === undefined) {
    if (!build.root.entries.has('info')) report(build, build.root, 'required', 'a document needs "info"');
    return freeze<Info>({ title: '', version: '', tags: freezeList<Tag>([]) });
  }
  if (!info.entries.has('version')) report(build, info, 'required', '"info" needs "version"');
  const home = build.major === 2 ? build.root : info;
  return freeze<Info>({
    title: requireString(build, info, 'title', '"info"'),
    version: looseStringAt(build, info, 'version') ?? '',
    description: stringAt(build, info, 'description'),
    termsOfService: stringAt(build, info, 'termsOfService'),
    contact: plainObjectAt(build, info, 'contact'),
    license: plainObjectAt(build, info, 'license'),
    tags: readTags(build, home),
    externalDocs: readExternalDocs(build, home),
    extensions: extensionsOf(info),
  });
}

export function readTags(build: Build, parent: ObjectNode): readonly Tag[] {
  return freezeList(
    itemsAt(build, parent, 'tags').map((node) => {
      const tag = objectOf(build, node, 'a tag');
      if (tag === undefined) return undefined;
      return freeze<Tag>({
        name: requireString(build, tag, 'name', 'a tag'),
        description: stringAt(build, tag, 'description'),
        externalDocs: readExternalDocs(build, tag),
        extensions: extensionsOf(tag),
      });
    }),
  );
}

export function readExternalDocs(build: Build, parent: ObjectNode): ExternalDocs | undefined {
  const docs = objectAt(build, parent, 'externalDocs');
  if (docs === undefined) return undefined;
  return freeze<ExternalDocs>({
    url: requireString(build, docs, 'url', '"externalDocs"'),
    description: stringAt(build, docs, 'description'),
    extensions: extensionsOf(docs),
  });
}

export function readCorrelationId(build: Build, parent: ObjectNode): CorrelationId | undefined {
  const id = objectAt(build, parent, 'correlationId');
  if (id === undefined) return undefined;
  return freeze<CorrelationId>({
    location: requireString(build, id, 'location', '"correlationId"'),
    description: stringAt(build, id, 'description'),
    extensions: extensionsOf(id),
  });
}

function plainObjectAt(build: Build, parent: ObjectNode, key: string): JsonObject | undefined {
  const node = objectAt(build, parent, key);
  const value = node && toJson(node);
  return typeof value === 'object' && value !== null && !isArray(value) ? value : undefined;
}

const isArray: (value: unknown) => value is readonly unknown[] = Array.isArray;
