"""Writes and reads under contracts with rules, by Confluent's client for Python. Prints what came out, as JSON."""

import base64
import json
import sys

from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.schema_registry.rule_registry import RuleRegistry
from confluent_kafka.schema_registry.rules.cel.cel_executor import CelExecutor
from confluent_kafka.schema_registry.rules.cel.cel_field_executor import CelFieldExecutor
from confluent_kafka.schema_registry.rules.jsonata.jsonata_executor import JsonataExecutor
from confluent_kafka.serialization import MessageField, SerializationContext


def attempt(act):
    try:
        return {"made": act()}
    except Exception as error:  # what a client raises is what is looked at
        return {"refused": f"{type(error).__name__}: {error} {error.__cause__ or ''}"}


def pick(properties):
    if properties is None:
        return {"use.latest.version": True}
    return {"use.latest.with.metadata": properties}


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
            else:
                serializer = JSONSerializer(None, client, conf=writing, rule_registry=rules)
            return base64.b64encode(serializer(case["value"], context)).decode()

        def read():
            if case["type"] == "AVRO":
                deserializer = AvroDeserializer(client, conf=reading, rule_registry=rules)
            else:
                deserializer = JSONDeserializer(None, schema_registry_client=client, conf=reading, rule_registry=rules)
            return deserializer(base64.b64decode(case["bytes"]), context)

        outcomes.append({"write": attempt(write), "read": attempt(read) if "bytes" in case else None})
    print(json.dumps(outcomes))


main()
