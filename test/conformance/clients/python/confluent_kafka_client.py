"""confluent-kafka for Python, driven by the lines of driver.py. usage: confluent_kafka_client.py BOOTSTRAP REGISTRY_URL"""

import sys

import confluent_kafka
from confluent_kafka import Consumer, ConsumerGroupTopicPartitions, IsolationLevel, Producer, TopicCollection, TopicPartition
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    OffsetSpec,
    ResourceType,
)
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from driver import Member, members, record, serve

bootstrap, registry_url = sys.argv[1:]
settings = {"bootstrap.servers": bootstrap, "client.id": "confluent-kafka-python"}
admin = AdminClient(settings)
registry = SchemaRegistryClient({"url": registry_url})


def settle(futures):
    return {name: future.result(30) for name, future in futures.items()}


def send(messages, **options):
    """Produces, waits, and raises what a delivery was refused with."""
    failures = []
    producer = Producer({**settings, "linger.ms": 20, **options})
    for message in messages:
        producer.produce(**message, on_delivery=lambda error, _: error and failures.append(error))
    producer.flush(30)
    if failures:
        raise RuntimeError(f"{failures[0].name()}: {failures[0].str()}")


def produce(topic, codec, records):
    send(
        (
            {"topic": topic, "key": item["key"], "value": item["value"], "headers": item["headers"]}
            for item in records
        ),
        **{"compression.type": codec, "enable.idempotence": True},
    )


def read_group(group, topic, deserialize=lambda data: data, **options):
    def read(member):
        consumer = Consumer(
            {
                **settings,
                "group.id": group,
                "auto.offset.reset": "earliest",
                "enable.auto.commit": False,
                "heartbeat.interval.ms": 300,
                "check.crcs": True,
                **options,
            }
        )
        consumer.subscribe([topic])
        while not member.leaving.is_set():
            messages = consumer.consume(500, 0.1)
            member.assign([part.partition for part in consumer.assignment()])
            if not messages:
                continue
            for message in messages:
                if message.error():
                    raise RuntimeError(str(message.error()))
            consumer.commit(asynchronous=False)
            member.add(
                [
                    record(m.partition(), m.offset(), m.key(), deserialize(m.value()), m.headers())
                    for m in messages
                ]
            )
        consumer.close()

    return read


def join(member, group, topic, instance=None, cooperative=False):
    options = {} if instance is None else {"group.instance.id": instance}
    if cooperative:
        options["partition.assignment.strategy"] = "cooperative-sticky"
    members[member] = Member(read_group(group, topic, **options))


def produce_avro(topic, schema, values):
    serialize = AvroSerializer(registry, schema)
    context = SerializationContext(topic, MessageField.VALUE)
    send({"topic": topic, "key": value["machine"], "value": serialize(value, context)} for value in values)


def join_avro(member, group, topic):
    deserialize = AvroDeserializer(registry)
    context = SerializationContext(topic, MessageField.VALUE)
    members[member] = Member(read_group(group, topic, lambda data: deserialize(data, context)))


def create_topic(topic, partitions, configs):
    settle(admin.create_topics([NewTopic(topic, partitions, 1, config=configs)]))


def list_topics():
    return list(admin.list_topics(timeout=10).topics)


def describe_topic(topic):
    return {"partitions": len(settle(admin.describe_topics(TopicCollection([topic])))[topic].partitions)}


def create_partitions(topic, total):
    settle(admin.create_partitions([NewPartitions(topic, total)]))


def describe_configs(topic):
    entries = settle(admin.describe_configs([ConfigResource(ResourceType.TOPIC, topic)]))
    return {entry.name: entry.value for result in entries.values() for entry in result.values()}


def alter_config(topic, name, value):
    entry = ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET)
    settle(admin.incremental_alter_configs([ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[entry])]))


def list_offsets(topic):
    partitions = [TopicPartition(topic, number) for number in admin.list_topics(topic).topics[topic].partitions]
    ends = {}
    for name, spec in {"earliest": OffsetSpec.earliest(), "latest": OffsetSpec.latest()}.items():
        found = settle(
            admin.list_offsets(
                {part: spec for part in partitions}, isolation_level=IsolationLevel.READ_UNCOMMITTED, request_timeout=10
            )
        )
        ends[name] = {part.partition: result.offset for part, result in found.items()}
    return ends


def delete_records(topic, partition, before):
    settle(admin.delete_records([TopicPartition(topic, partition, before)]))


def list_groups():
    return [group.group_id for group in admin.list_consumer_groups().result(30).valid]


def describe_group(group):
    description = settle(admin.describe_consumer_groups([group]))[group]
    return {"state": description.state.name, "members": len(description.members)}


def committed(group, topic):
    offsets = settle(admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)]))[group]
    return {part.partition: part.offset for part in offsets.topic_partitions if part.topic == topic}


def delete_group(group):
    settle(admin.delete_consumer_groups([group]))


def delete_topic(topic):
    settle(admin.delete_topics([topic]))


def describe_cluster():
    cluster = admin.describe_cluster().result(30)
    return {"brokers": [f"{node.host}:{node.port}" for node in cluster.nodes]}


serve(
    {
        "hello": lambda: {"version": confluent_kafka.version()},
        "create-topic": create_topic,
        "produce": produce,
        "join": join,
        "produce-avro": produce_avro,
        "join-avro": join_avro,
        "list-topics": list_topics,
        "describe-topic": describe_topic,
        "create-partitions": create_partitions,
        "describe-configs": describe_configs,
        "alter-config": alter_config,
        "list-offsets": list_offsets,
        "delete-records": delete_records,
        "list-groups": list_groups,
        "describe-group": describe_group,
        "committed": committed,
        "delete-group": delete_group,
        "delete-topic": delete_topic,
        "describe-cluster": describe_cluster,
    }
)
