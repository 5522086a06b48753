import { createAvroDeserializer, createAvroSerializer } from '@sluice/serde';
import type { RegistryClient, SchemaSource } from '@sluice/serde';

/** Turns a value into bytes with the envelope of its schema's id. Throws SerdeError when it does not fit. */
export type Serialize<Value> = (value: Value) => Uint8Array;

/** Turns bytes into a value of the reader's schema, whatever version of it they were written with. */
export type Deserialize<Value> = (bytes: Uint8Array) => Value | Promise<Value>;

/** Prepares a serializer for a schema that is registered already: a producer registers nothing by accident. */
export async function openSerializer<Value>(
  registry: RegistryClient,
  topic: string,
  schema: string,
): Promise<Serialize<Value>> {
  const serializer = createAvroSerializer<Value>({ registry, topic, schema, autoRegister: false });
  await serializer.prepare();
  return (value) => serializer.serialize(value);
}

export function openDeserializer<Value>(source: SchemaSource, readerSchema: string): Deserialize<Value> {
  const deserializer = createAvroDeserializer<Value>({ source, readerSchema });
  return (bytes) => deserializer.deserialize(bytes);
}
