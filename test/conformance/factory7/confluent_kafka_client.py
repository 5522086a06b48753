"""Drives confluent-kafka for Python against a broker and a registry; prints one JSON object.

usage: confluent_kafka_client.py produce|consume|produce-bad BOOTSTRAP REGISTRY_URL TOPIC [OPTION=VALUE ...]

produce      registers the schema through AvroSerializer, sends `count` keyed readings with codec `codec`
consume      reads `count` records as group `group` through AvroDeserializer, commits, and reports what it saw
produce-bad  sends one payload that is not Avro and reports the delivery error
"""

import json
import sys

from confluent_kafka import Consumer, Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext


def produce(bootstrap, registry, topic, options):
    schema = open(options["schema"], encoding="utf-8").read()
    serialize = AvroSerializer(registry, schema)
    context = SerializationContext(topic, MessageField.VALUE)
    producer = Producer(
        {
            "bootstrap.servers": bootstrap,
            "compression.type": options.get("codec", "none"),
            "enable.idempotence": True,
            "linger.ms": 50,
        }
    )
    delivered, errors = [], []

    def on_delivery(error, message):
        if error is None:
            delivered.append([message.partition(), message.offset()])
        else:
            errors.append([error.code(), error.name(), error.str()])

    for number in range(int(options.get("count", "20"))):
        machine = f"machine-{number % 4}"
        reading = {"machine": machine, "sensor": "OvenTemp", "value": float(number), "units": "C"}
        producer.produce(
            topic,
            key=machine.encode(),
            value=serialize(reading, context),
            headers=[("run", options.get("codec", "none").encode())],
            on_delivery=on_delivery,
        )
    producer.flush(30)
    return {"delivered": len(delivered), "errors": errors}


def consume(bootstrap, registry, topic, options):
    deserialize = AvroDeserializer(registry)
    context = SerializationContext(topic, MessageField.VALUE)
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": options.get("group", "conformance"),
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "check.crcs": True,
        }
    )
    consumer.subscribe([topic])
    wanted = int(options.get("count", "20"))
    values, idle = [], 0
    while len(values) < wanted and idle < 30:
        message = consumer.poll(1.0)
        if message is None:
            idle += 1
            continue
        if message.error():
            consumer.close()
            return {"error": str(message.error()), "values": values}
        values.append(
            {
                "key": message.key().decode(),
                "partition": message.partition(),
                "offset": message.offset(),
                "headers": {name: data.decode() for name, data in message.headers() or []},
                "value": deserialize(message.value(), context),
            }
        )
    if values:
        consumer.commit(asynchronous=False)
    consumer.close()
    return {"values": values}


def produce_bad(bootstrap, _registry, topic, options):
    errors, delivered = [], []
    producer = Producer({"bootstrap.servers": bootstrap, "enable.idempotence": False})

    def on_delivery(error, message):
        (delivered if error is None else errors).append(
            [message.partition(), message.offset()] if error is None else [error.code(), error.name(), error.str()]
        )

    producer.produce(topic, key=b"machine-0", value=b'{"machine": "plain JSON"}', on_delivery=on_delivery)
    producer.flush(30)
    return {"delivered": len(delivered), "errors": errors}


ACTIONS = {"produce": produce, "consume": consume, "produce-bad": produce_bad}


def main():
    action, bootstrap, registry_url, topic, *rest = sys.argv[1:]
    options = dict(pair.split("=", 1) for pair in rest)
    registry = SchemaRegistryClient({"url": registry_url})
    print(json.dumps(ACTIONS[action](bootstrap, registry, topic, options)))


if __name__ == "__main__":
    main()
