"""Writes and reads under contracts with rules, by Confluent's client for Python. Prints what came out, as JSON."""

import base64
import json
import sys
import urllib.request

from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.schema_registry.confluent import meta_pb2  # noqa: F401, its file is imported by schemas
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from confluent_kafka.schema_registry.rule_registry import RuleRegistry
from confluent_kafka.schema_registry.rules.cel.cel_executor import CelExecutor
from confluent_kafka.schema_registry.rules.cel.cel_field_executor import CelFieldExecutor
from confluent_kafka.schema_registry.rules.jsonata.jsonata_executor import JsonataExecutor
from confluent_kafka.serialization import MessageField, SerializationContext
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory


def attempt(act):
    try:
        return {"made": act()}
    except Exception as error:  # what a client raises is what is looked at
        return {"refused": f"{type(error).__name__}: {error} {error.__cause__ or ''}"}


def pick(properties):
    if properties is None:
        return {"use.latest.version": True}
    return {"use.latest.with.metadata": properties}


def message_class(url, topic):
    """The class of the schema's first message, as generated code would have it."""
    with urllib.request.urlopen(f"{url}/subjects/{topic}-value/versions/latest?format=serialized") as answer:
        text = json.load(answer)["schema"]
    file = descriptor_pb2.FileDescriptorProto.FromString(base64.b64decode(text))
    file.name = "acme/order.proto"
    pool = descriptor_pool.Default()
    try:
        pool.FindFileByName(file.name)
    except KeyError:
        pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{file.package}.{file.message_type[0].name}"))


def main():
    asked = json.loads(sys.argv[1])
    client = SchemaRegistryClient({"url": asked["url"]})
    rules = RuleRegistry()
    for executor in (CelExecutor(), CelFieldExecutor(), JsonataExecutor()):
        rules.register_executor(executor)
    outcomes = []
    for case in asked["cases"]:
        context = SerializationContext(case["topic"], MessageField.VALUE)
        writing = {"auto.register.schemas": False, **pick(case.get("writeWith"))}
        reading = pick(case.get("readWith"))

        def write():
            if case["type"] == "AVRO":
                serializer = AvroSerializer(client, conf=writing, rule_registry=rules)
            elif case["type"] == "PROTOBUF":
                kind = message_class(asked["url"], case["topic"])
                conf = {**writing, "use.deprecated.format": False}
                serializer = ProtobufSerializer(kind, client, conf=conf, rule_registry=rules)
                message = json_format.ParseDict(case["value"], kind())
                return base64.b64encode(serializer(message, context)).decode()
            else:
                serializer = JSONSerializer(None, client, conf=writing, rule_registry=rules)
            return base64.b64encode(serializer(case["value"], context)).decode()

        def read():
            if case["type"] == "AVRO":
                deserializer = AvroDeserializer(client, conf=reading, rule_registry=rules)
            elif case["type"] == "PROTOBUF":
                kind = message_class(asked["url"], case["topic"])
                conf = {**reading, "use.deprecated.format": False}
                deserializer = ProtobufDeserializer(kind, conf, client, rule_registry=rules)
                return json_format.MessageToDict(deserializer(base64.b64decode(case["bytes"]), context))
            else:
                deserializer = JSONDeserializer(None, schema_registry_client=client, conf=reading, rule_registry=rules)
            return deserializer(base64.b64decode(case["bytes"]), context)

        outcomes.append({"write": attempt(write), "read": attempt(read) if "bytes" in case else None})
    print(json.dumps(outcomes))


main()
