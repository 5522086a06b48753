import type { Finding } from '../asyncapi-error.ts';
import type { Components, Model, OpenRef } from '../model/model.ts';
import type { SourceDocument } from '../source/load-document.ts';
import { describeKind, stringOf } from '../source/node.ts';
import type { Node, ObjectNode } from '../source/node.ts';
import { freeze, freezeList, report } from './build.ts';
import type { Build, Findings } from './build.ts';
import { readChannels } from './read-channels.ts';
import { readChannels2 } from './read-channels-2.ts';
import { readInfo } from './read-info.ts';
import { readMessageComponents } from './read-messages.ts';
import { readOperations } from './read-operations.ts';
import { extensionsOf, stringAt } from './read-scalar.ts';
import { readSchemaComponents } from './read-schema.ts';
import { readSecurityComponents } from './read-security.ts';
import { readServers } from './read-servers.ts';
import { createSchemaTable } from './schema-table.ts';

export interface BuiltModel {
  /** Absent where a finding is an error. */
  readonly model: Model | undefined;
  /** What could be understood, errors or not: for checks that go on. Absent where not even the version was. */
  readonly partial: Model | undefined;
  readonly findings: readonly Finding[];
}

/** Understands a loaded document. Never throws for what is written in it: findings say what is wrong, and where. */
export function buildModel(document: SourceDocument): BuiltModel {
  const findings: Findings = { list: [...document.findings], seen: new Set(), reads: 0 };
  const model = document.main.root === undefined ? undefined : readRoot(document, document.main.root, findings);
  const failed = findings.list.some(({ severity }) => severity === 'error');
  return { model: failed ? undefined : model, partial: model, findings: Object.freeze(findings.list) };
}

function readRoot(document: SourceDocument, root: Node, findings: Findings): Model | undefined {
  if (root.kind !== 'object') {
    report({ findings }, root, 'kind', `a document is an object, found ${describeKind(root)}`);
    return undefined;
  }
  const major = readMajor(root, findings);
  if (major === undefined) return undefined;
  const build: Build = {
    document,
    root,
    major,
    defaultContentType: stringOf(root.entries.get('defaultContentType')),
    schemas: createSchemaTable(document, root, major),
    registryRefs: new Map<Node, OpenRef>(),
    findings,
  };
  return readModel(build);
}

function readMajor(root: ObjectNode, findings: Findings): 2 | 3 | undefined {
  const node = root.entries.get('asyncapi');
  const version = stringOf(node);
  const major = /^(?:(2)\.[0-6]|(3)\.[01])\.\d+(?:-[\w.-]+)?$/u.exec(version ?? '');
  if (major !== null) return major[1] === undefined ? 3 : 2;
  const found = version === undefined ? (node === undefined ? 'none' : describeKind(node)) : JSON.stringify(version);
  const message = `"asyncapi" says the version, 2.0.0 to 2.6.0 or 3.0.0 to 3.1.0; found ${found}`;
  report({ findings }, node ?? root, 'version', message);
  return undefined;
}

function readModel(build: Build): Model {
  const { root, document } = build;
  const servers = readServers(build);
  const { channels, operations } = readTraffic(build, servers);
  const messages = readMessageComponents(build);
  const securitySchemes = readSecurityComponents(build);
  return freeze<Model>({
    source: Object.freeze({ file: document.main.path, version: stringOf(root.entries.get('asyncapi')) ?? '' }),
    id: stringAt(build, root, 'id'),
    defaultContentType: stringAt(build, root, 'defaultContentType'),
    info: readInfo(build),
    servers: servers.servers,
    channels,
    operations,
    // Last, for all that was read before may have added to them.
    components: Object.freeze<Components>({ schemas: readSchemaComponents(build), messages, securitySchemes }),
    registryRefs: freezeList([...build.registryRefs.values()]),
    extensions: extensionsOf(root),
  });
}

function readTraffic(build: Build, servers: ReturnType<typeof readServers>): Pick<Model, 'channels' | 'operations'> {
  if (build.major === 2) return readChannels2(build, servers);
  const index = readChannels(build, servers);
  return {
    channels: freezeList(index.entries.map(({ channel }) => channel)),
    operations: readOperations(build, index),
  };
}
