import { AvroError } from '../avro-error.ts';
import { isJsonObject, ownKey, setKey } from '../schema/json.ts';
import type { JsonObject, JsonValue } from '../schema/json.ts';
import { fullName } from '../schema/names.ts';
import { copyNotation } from '../schema/notation.ts';
import { namespaceOf } from '../schema/schema.ts';
import { RESERVED } from './read-annotations.ts';

/** What IDL imports of a protocol in JSON (.avpr). Pointers are those of its parts. */
export interface ProtocolJson {
  readonly namespace: string;
  readonly types: readonly JsonValue[];
  readonly messages: readonly MessageJson[];
}

export interface MessageJson {
  readonly name: string;
  readonly pointer: string;
  readonly doc: string | undefined;
  readonly props: JsonObject;
  readonly request: JsonValue;
  readonly response: JsonValue;
  readonly errors: readonly JsonValue[];
  readonly isOneWay: boolean;
}

/** Reads a protocol (Avro 1.12, Protocol Declaration). @throws AvroError whose pointers begin with `origin` */
export function readProtocolJson(json: JsonValue, origin: string): ProtocolJson {
  const refuse = (pointer: string, message: string): never => {
    const finding = { kind: 'shape', pointer: `${origin}#${pointer}`, message } as const;
    throw new AvroError(`not an Avro protocol at ${finding.pointer}: ${message}`, [finding]);
  };
  if (!isJsonObject(json)) return refuse('', 'a protocol is an object');
  const name = ownKey(json, 'protocol');
  if (typeof name !== 'string') return refuse('', 'a protocol needs a "protocol", its name');
  const given = ownKey(json, 'namespace');
  const types = ownKey(json, 'types') ?? [];
  const messages = ownKey(json, 'messages') ?? {};
  if (!Array.isArray(types)) return refuse('/types', '"types" is an array');
  if (!isJsonObject(messages)) return refuse('/messages', '"messages" is an object');
  return {
    namespace: namespaceOf(fullName(name, typeof given === 'string' ? given : '')),
    types,
    messages: Object.entries(messages).map(([key, message]) => {
      const pointer = `/messages/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (!isJsonObject(message)) return refuse(pointer, 'a message is an object');
      const request = ownKey(message, 'request');
      if (!Array.isArray(request)) return refuse(pointer, 'a message needs a "request", an array');
      const errors = ownKey(message, 'errors') ?? [];
      if (!Array.isArray(errors)) return refuse(`${pointer}/errors`, '"errors" is an array');
      const doc = ownKey(message, 'doc');
      return {
        name: key,
        pointer,
        doc: typeof doc === 'string' ? doc : undefined,
        props: propsOf(message),
        request,
        response: ownKey(message, 'response') ?? 'null',
        errors,
        isOneWay: ownKey(message, 'one-way') === true,
      };
    }),
  };
}

function propsOf(message: JsonObject): JsonObject {
  const props: JsonObject = {};
  for (const [key, value] of Object.entries(message)) if (!RESERVED.message.has(key)) setKey(props, key, value);
  copyNotation(message, props);
  return props;
}

/** The full names of the types that a schema in JSON defines, inner ones first: the order in which Java keeps them. */
export function definedNames(json: JsonValue, namespace: string, names: string[] = []): readonly string[] {
  if (Array.isArray(json)) {
    for (const branch of json as readonly JsonValue[]) definedNames(branch, namespace, names);
  }
  if (!isJsonObject(json)) return names;
  const name = ownKey(json, 'name');
  const given = ownKey(json, 'namespace');
  const full = typeof name === 'string' ? fullName(name, typeof given === 'string' ? given : namespace) : '';
  const type = ownKey(json, 'type');
  switch (typeof type === 'string' ? type : '') {
    case 'array':
      return definedNames(ownKey(json, 'items') ?? null, namespace, names);
    case 'map':
      return definedNames(ownKey(json, 'values') ?? null, namespace, names);
    case 'record':
    case 'error': {
      const fields = ownKey(json, 'fields');
      for (const field of Array.isArray(fields) ? (fields as readonly JsonValue[]) : []) {
        if (isJsonObject(field)) definedNames(ownKey(field, 'type') ?? null, namespaceOf(full), names);
      }
      names.push(full);
      return names;
    }
    case 'enum':
    case 'fixed':
      names.push(full);
  }
  return names;
}
