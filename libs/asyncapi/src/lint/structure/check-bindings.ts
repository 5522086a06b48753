import type { Ajv, ValidateFunction } from 'ajv';
import { locate } from '../../source/locate.ts';
import { stringOf, toJson } from '../../source/node.ts';
import type { Node, ObjectNode } from '../../source/node.ts';
import type { Problem } from '../lint-finding.ts';
import type { LintContext } from '../rule.ts';
import { followed, itemsIn, namedEverywhere, namedIn, objectIn } from '../rules/walk.ts';
import { isJsonObject } from '../json.ts';
import type { Json, JsonRecord } from '../json.ts';
import { createSpecAjv, isAvroKey } from './check-structure.ts';
import { describeErrors } from './describe-error.ts';
import { adaptSchema, loadSpecSchema, readBindingSchema } from './spec-schemas.ts';

type Kind = 'server' | 'channel' | 'operation' | 'message';

/** The newest version last. What a protocol has nothing to say of has no file and takes nothing. */
const BINDINGS: Readonly<Record<string, Readonly<Record<string, readonly Kind[]>>>> = {
  amqp: { '0.2.0': ['channel', 'operation', 'message'], '0.3.0': ['channel', 'operation', 'message'] },
  anypointmq: { '0.0.1': ['channel', 'message'] },
  googlepubsub: { '0.1.0': ['channel', 'message'], '0.2.0': ['channel', 'message'] },
  http: { '0.1.0': ['operation', 'message'], '0.2.0': ['operation', 'message'], '0.3.0': ['operation', 'message'] },
  ibmmq: { '0.1.0': ['server', 'channel', 'message'] },
  jms: { '0.0.1': ['server', 'channel', 'message'] },
  kafka: {
    '0.1.0': ['operation', 'message'],
    '0.3.0': ['server', 'channel', 'operation', 'message'],
    '0.4.0': ['server', 'channel', 'operation', 'message'],
    '0.5.0': ['server', 'channel', 'operation', 'message'],
  },
  mqtt: { '0.1.0': ['server', 'operation', 'message'], '0.2.0': ['server', 'operation', 'message'] },
  nats: { '0.1.0': ['operation'] },
  pulsar: { '0.1.0': ['server', 'channel'] },
  ros2: { '0.1.0': ['server', 'operation'] },
  sns: { '0.1.0': ['channel', 'operation'], '0.2.0': ['channel', 'operation'] },
  solace: { '0.2.0': ['server', 'operation'], '0.3.0': ['server', 'operation'], '0.4.0': ['server', 'operation'] },
  sqs: { '0.2.0': ['channel', 'operation'], '0.3.0': ['channel', 'operation'] },
  websockets: { '0.1.0': ['channel'] },
};

/** Versions that have no schema, and the one after them, whose alternatives are left out: they came with it. */
const SAME_AS: Readonly<Record<string, string>> = { 'kafka 0.2.0': '0.1.0', 'amqp 0.1.0': '0.2.0' };
const FOLDERS: Readonly<Record<string, string>> = { ws: 'websockets' };

/** Bindings of a 2.x document against the schema of their protocol and version. */
export async function checkBindings(context: LintContext): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const validators = new Map<string, ValidateFunction>();
  const seen = new Set<Node>();
  let ajv: Ajv | undefined;
  for (const { kind, bindings } of listBindings(context)) {
    for (const { name, object } of namedIn(context, { ...bindings, entries: new Map([['b', bindings]]) }, 'b')) {
      const protocol = FOLDERS[name] ?? name;
      const versions = Object.hasOwn(BINDINGS, protocol) ? BINDINGS[protocol] : undefined;
      if (versions === undefined || seen.has(object)) continue;
      seen.add(object);
      const said = stringOf(object.entries.get('bindingVersion'));
      const newest = Object.keys(versions).at(-1) ?? '';
      const version = said === undefined || said === 'latest' ? newest : (SAME_AS[`${protocol} ${said}`] ?? said);
      const severity = said === undefined && !object.entries.has('bindingVersion') ? 'warning' : 'error';
      const kinds = versions[version];
      if (kinds === undefined) {
        const at = object.entries.get('bindingVersion') ?? object;
        const known = Object.keys(versions).join(', ');
        problems.push({
          at,
          message: `the ${name} binding has versions ${known}; found ${said ?? ''}`,
          severity: 'warning',
        });
        continue;
      }
      if (!kinds.includes(kind)) continue;
      ajv ??= await createBindingsAjv(context.version);
      const id = `${protocol}/${version}/${kind}`;
      const isOlder = said !== undefined && said !== version && said !== 'latest';
      const key = `${id} ${isOlder}`;
      const validate = validators.get(key) ?? ajv.compile(await loadBinding(id, context.version, isOlder));
      validators.set(key, validate);
      if (validate(toJson(withSaid(object, version)))) continue;
      for (const { pointer, message } of describeErrors(validate.errors ?? [], toJson(object))) {
        if (protocol === 'kafka' && isAvroKey(object, pointer)) continue;
        const at = locate(context.document, object.file.path, object.pointer + pointer) ?? object;
        problems.push({ at, message: `${name} ${kind} binding: ${message}`, severity });
      }
    }
  }
  return problems;
}

/** A version that stands for another is checked as that. */
function withSaid(object: ObjectNode, version: string): ObjectNode {
  const said = object.entries.get('bindingVersion');
  if (said?.kind !== 'scalar' || typeof said.value !== 'string') return object;
  return { ...object, entries: new Map(object.entries).set('bindingVersion', { ...said, value: version }) };
}

async function createBindingsAjv(version: string): Promise<Ajv> {
  const ajv = createSpecAjv(() => undefined);
  ajv.addSchema((await loadSpecSchema(version)).schema);
  return ajv;
}

async function loadBinding(path: string, version: string, isOlder: boolean): Promise<JsonRecord> {
  const { $id: _, ...schema } = await readBindingSchema(path);
  if (isOlder) delete schema['oneOf'];
  const prefix = `http://asyncapi.com/definitions/${version}/`;
  return adaptSchema(asRecord(rename(schema, prefix)), prefix, false);
}

/** Binding schemas refer to the definitions of 3.0.0; those of the document's own version are at hand. */
function rename(value: Json, prefix: string): Json {
  if (typeof value === 'string') return value.replace(/^http:\/\/asyncapi\.com\/definitions\/[\d.]+\//u, prefix);
  if (Array.isArray(value)) return value.map((item) => rename(item, prefix));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rename(item, prefix)]));
}

function asRecord(value: Json): JsonRecord {
  return isJsonObject(value) ? value : {};
}

function* listBindings(context: LintContext): Generator<{ readonly kind: Kind; readonly bindings: ObjectNode }> {
  const components = objectIn(context, context.root, 'components');
  const of = function* (kind: Kind, owner: Node | undefined): Generator<{ kind: Kind; bindings: ObjectNode }> {
    const bindings = objectIn(context, owner, 'bindings');
    if (bindings !== undefined) yield { kind, bindings };
  };
  const ofMessage = function* (node: Node | undefined): Generator<{ kind: Kind; bindings: ObjectNode }> {
    const message = followed(context, node);
    const oneOf = itemsIn(context, message, 'oneOf');
    for (const item of oneOf) yield* ofMessage(item);
    yield* of('message', message);
    for (const trait of itemsIn(context, message, 'traits')) yield* of('message', followed(context, trait));
  };
  for (const { object } of namedEverywhere(context, 'servers')) yield* of('server', object);
  for (const { object } of namedEverywhere(context, 'channels')) {
    yield* of('channel', object);
    for (const verb of ['publish', 'subscribe']) {
      const operation = objectIn(context, object, verb);
      yield* of('operation', operation);
      for (const trait of itemsIn(context, operation, 'traits')) yield* of('operation', followed(context, trait));
      yield* ofMessage(operation?.entries.get('message'));
    }
  }
  for (const [section, kind] of SECTIONS) {
    for (const { object } of namedIn(context, components, section)) {
      if (section.endsWith('Bindings')) yield { kind, bindings: object };
      else if (section === 'messages') yield* ofMessage(object);
      else yield* of(kind, object);
    }
  }
}

const SECTIONS = [
  ['serverBindings', 'server'],
  ['channelBindings', 'channel'],
  ['operationBindings', 'operation'],
  ['messageBindings', 'message'],
  ['operationTraits', 'operation'],
  ['messageTraits', 'message'],
  ['messages', 'message'],
] as const satisfies readonly (readonly [string, Kind])[];
