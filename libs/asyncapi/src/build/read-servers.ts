import type { Parameter, Server, Variable } from '../model/model.ts';
import { stringOf } from '../source/node.ts';
import type { Node, ObjectNode } from '../source/node.ts';
import { entriesAt, freeze, freezeList, objectOf, report } from './build.ts';
import type { Build } from './build.ts';
import { readServerBinding } from './read-kafka.ts';
import { readDescribed } from './read-described.ts';
import { extensionsOf, looseStringAt, requireString, stringAt, stringsAt } from './read-scalar.ts';
import { readSecurity } from './read-security.ts';
import { splitUrl } from './version-2.ts';

/** Servers by the nodes that references to them may pass or lead to. */
export interface ServerIndex {
  readonly servers: readonly Server[];
  readonly ids: ReadonlyMap<Node, string>;
  readonly names: ReadonlySet<string>;
}

export function readServers(build: Build): ServerIndex {
  const ids = new Map<Node, string>();
  const servers = entriesAt(build, build.root, 'servers').map(([id, node]) => {
    const object = objectOf(build, node, 'a server');
    if (object === undefined) return undefined;
    ids.set(node, id);
    if (!ids.has(object)) ids.set(object, id);
    return readServer(build, id, object);
  });
  return { servers: freezeList(servers), ids, names: new Set(ids.values()) };
}

function readServer(build: Build, id: string, object: ObjectNode): Server {
  const url = build.major === 2 ? splitUrl(requireString(build, object, 'url', 'a server')) : undefined;
  const protocol = stringAt(build, object, 'protocol') ?? url?.protocol;
  if (protocol === undefined) report(build, object, 'required', 'a server needs "protocol"');
  return freeze<Server>({
    id,
    ...readDescribed(build, object),
    host: url?.host ?? requireString(build, object, 'host', 'a server'),
    pathname: url === undefined ? stringAt(build, object, 'pathname') : url.pathname,
    protocol: protocol ?? '',
    protocolVersion: looseStringAt(build, object, 'protocolVersion'),
    variables: freezeList(entriesAt(build, object, 'variables').map(([name, node]) => readVariable(build, name, node))),
    security: readSecurity(build, object),
    kafka: readServerBinding(build, object),
  });
}

function readVariable(build: Build, id: string, node: Node): Variable | undefined {
  const object = objectOf(build, node, 'a server variable');
  return (
    object &&
    freeze<Variable>({
      id,
      ...readValues(build, object),
      description: stringAt(build, object, 'description'),
      extensions: extensionsOf(object),
    })
  );
}

/** Parameter Object. In 2.x its `schema` says what 3.x says beside `location`: a parameter is a string. */
export function readParameter(build: Build, id: string, node: Node): Parameter | undefined {
  const object = objectOf(build, node, 'a parameter');
  if (object === undefined) return undefined;
  const schema = build.major === 2 ? object.entries.get('schema') : undefined;
  const source = schema === undefined ? object : objectOf(build, schema, 'a schema');
  return freeze<Parameter>({
    id,
    ...(source === undefined ? {} : readValues(build, source)),
    description: stringAt(build, object, 'description') ?? (source && stringAt(build, source, 'description')),
    location: stringAt(build, object, 'location'),
    extensions: extensionsOf(object),
  });
}

function readValues(build: Build, object: ObjectNode): Pick<Variable, 'enum' | 'default' | 'examples'> {
  const value = object.entries.get('default');
  const isText =
    value === undefined || stringOf(value) !== undefined || value.kind !== 'scalar' || value.value === null;
  const text = isText ? stringAt(build, object, 'default') : String(value.value);
  const allowed = stringsAt(build, object, 'enum', true);
  const examples = stringsAt(build, object, 'examples', true);
  return {
    ...(allowed === undefined ? {} : { enum: allowed }),
    ...(text === undefined ? {} : { default: text }),
    ...(examples === undefined ? {} : { examples }),
  };
}
