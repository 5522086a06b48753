import type { JsonObject } from '@sluice/avro';
import type { ExternalDocs, Extensions, Tag } from '../model/model.ts';
import { placeOf, toRecord } from '../source/node.ts';
import type { ObjectNode, Place } from '../source/node.ts';
import { objectAt } from './build.ts';
import type { Build } from './build.ts';
import { readExternalDocs, readTags } from './read-info.ts';
import { copySchema } from './copy-schema.ts';
import { extensionsOf, stringAt } from './read-scalar.ts';

/** What servers, channels, operations and messages all may say of themselves. */
export interface DescribedParts {
  readonly title: string | undefined;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly tags: readonly Tag[];
  readonly externalDocs: ExternalDocs | undefined;
  readonly bindings: JsonObject | undefined;
  readonly extensions: Extensions | undefined;
  readonly place: Place;
}

export function readDescribed(build: Build, object: ObjectNode): DescribedParts {
  return {
    title: stringAt(build, object, 'title'),
    summary: stringAt(build, object, 'summary'),
    description: stringAt(build, object, 'description'),
    tags: readTags(build, object),
    externalDocs: readExternalDocs(build, object),
    bindings: readForeignBindings(build, object),
    extensions: extensionsOf(object),
    place: placeOf(object),
  };
}

/** Bindings of protocols that the model has no types for: as written, schemas and references in them bundled. */
function readForeignBindings(build: Build, object: ObjectNode): JsonObject | undefined {
  const bindings = objectAt(build, object, 'bindings');
  const foreign = [...(bindings?.entries ?? [])].filter(([protocol]) => protocol !== 'kafka');
  if (foreign.length === 0) return undefined;
  return toRecord(foreign.map(([protocol, node]) => [protocol, copySchema(build, node)] as const));
}
