import type { Message, SchemaUse } from '@sluice/asyncapi';
import type { AvroPlace } from '../emit-avro.ts';
import type { ProtobufPlace } from '../protobuf/protobuf-layout.ts';
import type { Module } from '../text/module.ts';
import type { Payload, Payloads, ProtobufPayload } from './collect-payloads.ts';

/** What payloads show as, in whichever module. */
export interface PayloadTypes {
  avroPlace(payload: Payload & { kind: 'avro' }): AvroPlace;
  protobufPlace(payload: ProtobufPayload): ProtobufPlace;
  /** `use` is undefined where the document has no schema. */
  jsonType(module: Module, use: SchemaUse | undefined, name: string): string;
  /** The type of a message's value: to be sent, or received. */
  valueType(module: Module, message: Message, direction: Direction): string;
  keyType(module: Module, message: Message, direction: Direction): string;
}

export type Direction = 'send' | 'receive';

/** The type of a JSON Schema, imported into a module. */
export type JsonTypes = (module: Module, use: SchemaUse, name: string) => string;

export function createPayloadTypes(
  payloads: Payloads,
  places: ReadonlyMap<Payload, AvroPlace>,
  protobufPlace: PayloadTypes['protobufPlace'],
  jsonTypes: JsonTypes,
): PayloadTypes {
  function avroPlace(payload: Payload): AvroPlace {
    const place = places.get(payload);
    if (place === undefined) throw new Error('the payload was not laid out');
    return place;
  }

  function jsonType(module: Module, use: SchemaUse | undefined, name: string): string {
    return use === undefined ? 'unknown' : jsonTypes(module, use, name);
  }

  function typeOf(module: Module, payload: Payload, direction: Direction): string {
    switch (payload.kind) {
      case 'avro': {
        const { path, type, input } = avroPlace(payload);
        return module.importType(direction === 'send' ? input : type, `/${path}`);
      }
      case 'protobuf': {
        const { path, type, input } = protobufPlace(payload);
        return module.importType(direction === 'send' ? input : type, `/${path}`);
      }
      case 'json':
        return jsonType(module, payload.use, payload.name);
      case 'text':
        return 'string';
      case 'bytes':
        return 'Uint8Array';
    }
  }

  return {
    avroPlace,
    protobufPlace,
    jsonType,
    valueType: (module, message, direction) => typeOf(module, payloads.valueOf(message), direction),
    keyType(module, message, direction) {
      const key = payloads.keyOf(message);
      if (key !== undefined) return typeOf(module, key, direction);
      return direction === 'send' ? 'string | Uint8Array' : 'Uint8Array | null';
    },
  };
}
