"""confluent-kafka's registry client and serdes, driven by the lines of ../actions.ts.

usage: confluent_registry.py REGISTRY_URL
"""

import base64
import sys

from confluent_kafka.schema_registry import Metadata, MetadataProperties, Schema, SchemaReference, SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.error import SchemaRegistryError
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

from driver import serve

client = SchemaRegistryClient({"url": sys.argv[1]})


def schema_of(schema, type, references=(), properties=None):
    metadata = None
    if properties is not None:
        metadata = Metadata(tags=None, properties=MetadataProperties(properties=properties), sensitive=None)
    return Schema(schema, type, [SchemaReference(**reference) for reference in references], metadata)


def show(schema):
    references = [reference.to_dict() for reference in schema.references or []]
    return {"schema": schema.schema_str, "type": schema.schema_type or "AVRO", "references": references}


def show_registered(found):
    return {"id": found.schema_id, "version": found.version, **show(found.schema)}


def register(subject, normalize=False, **schema):
    return {"id": client.register_schema(subject, schema_of(**schema), normalize)}


def lookup(subject, **schema):
    found = client.lookup_schema(subject, schema_of(**schema))
    return {"id": found.schema_id, "version": found.version}


def by_properties(subject, properties):
    found = client.get_latest_with_metadata(subject, properties)
    return {"id": found.schema_id, "version": found.version}


def exchange(topic, type, id, value, registers=False):
    context = SerializationContext(topic, MessageField.VALUE)
    settings = {"auto.register.schemas": registers, "use.latest.version": not registers}
    serializer, deserializer, written = SERDES[type](topic, id, value, settings)
    payload = serializer(written, context)
    client.clear_caches()  # what reads is another program: the client would answer it the form that it registered
    read = deserializer(payload, context)
    value = read if isinstance(read, dict) else json_format.MessageToDict(read)
    return {"id": int.from_bytes(payload[1:5], "big"), "value": plain(value)}


def avro_serde(topic, id, value, settings):
    schema = client.get_schema(id)
    return AvroSerializer(client, schema, conf=settings), AvroDeserializer(client), value


def json_serde(topic, id, value, settings):
    schema = client.get_schema(id)
    return JSONSerializer(schema, client, conf=settings), JSONDeserializer(schema, schema_registry_client=client), value


def protobuf_serde(topic, id, value, settings):
    pool = descriptor_pool.DescriptorPool()
    described = describe(client.get_schema(id, fmt="serialized"), "order.proto", pool)
    name = f"{described.package}.{described.message_type[0].name}"
    message = message_factory.GetMessageClass(pool.FindMessageTypeByName(name))
    serializer = ProtobufSerializer(message, client, {**settings, "use.deprecated.format": False})
    deserializer = ProtobufDeserializer(message, {"use.deprecated.format": False}, client)
    return serializer, deserializer, json_format.ParseDict(value, message())


def describe(schema, name, pool):
    """The file that the registry serialized, put into the pool after those that it imports."""
    described = descriptor_pb2.FileDescriptorProto.FromString(base64.b64decode(schema.schema_str))
    described.name = name
    for reference in schema.references or []:
        imported = client.get_version(reference.subject, reference.version, fmt="serialized")
        describe(imported.schema, reference.name, pool)
    pool.Add(described)
    return described


SERDES = {"AVRO": avro_serde, "JSON": json_serde, "PROTOBUF": protobuf_serde}


def plain(value):
    """Protobuf's JSON writes 64-bit integers as text."""
    return {name: int(part) if name == "id" else part for name, part in value.items()}


ACTIONS = {
    "register": register,
    "lookup": lookup,
    "by-id": lambda id, subject=None: show(client.get_schema(id, subject)),
    "by-version": lambda subject, version: show_registered(client.get_version(subject, version)),
    "latest": lambda subject: show_registered(client.get_latest_version(subject)),
    "guid-of": lambda subject: {"guid": client.get_latest_version(subject).guid},
    "by-guid": lambda guid: {"schema": client.get_schema_by_guid(guid).schema_str},
    "by-properties": by_properties,
    "versions": lambda subject: client.get_versions(subject),
    "subjects": lambda: client.get_subjects(),
    "deleted-subjects": lambda: client.get_subjects(deleted=True),
    "contexts": lambda: client.get_contexts(),
    "subjects-of-id": lambda id: client.get_subjects_by_schema_id(id),
    "versions-of-id": lambda id: [
        {"subject": found.subject, "version": found.version} for found in client.get_schema_versions(id)
    ],
    "referenced-by": lambda subject, version: client.get_referenced_by(subject, version),
    "compatible": lambda subject, **schema: client.test_compatibility(subject, schema_of(**schema)),
    "delete-version": lambda subject, version, permanent=False: client.delete_version(subject, version, permanent),
    "delete-subject": lambda subject, permanent=False: client.delete_subject(subject, permanent),
    "set-level": lambda level, subject=None: client.set_compatibility(subject, level),
    "level": lambda subject=None: client.get_compatibility(subject),
    "unset-level": lambda subject: client.delete_config(subject) and None,
    "set-mode": lambda subject, mode: client.update_mode(subject, mode),
    "mode": lambda subject: client.get_mode(subject),
    "unset-mode": lambda subject: client.delete_mode(subject),
    "exchange": exchange,
}


def ask(action):
    def run(**arguments):
        client.clear_caches()  # each answer is to be the registry's
        try:
            return action(**arguments)
        except SchemaRegistryError as error:
            numbers = {"status": error.http_status_code, "code": error.error_code}
            return {"refused": {**numbers, "message": error.error_message}}

    return run


serve({name: ask(action) for name, action in ACTIONS.items()})
