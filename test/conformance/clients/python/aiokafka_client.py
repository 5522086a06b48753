"""aiokafka, driven by the lines of driver.py. usage: aiokafka_client.py BOOTSTRAP REGISTRY_URL"""

import asyncio
import sys

import aiokafka
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, NewTopic, RecordsToDelete
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from driver import Member, members, record, serve

bootstrap = sys.argv[1]
settings = {"bootstrap_servers": bootstrap, "client_id": "aiokafka"}


def with_admin(action):
    """An action of the admin client in an event loop of its own; raises the first error code of its answer."""

    async def run(arguments):
        admin = AIOKafkaAdminClient(**settings)
        await admin.start()
        try:
            return await action(admin, **arguments)
        finally:
            await admin.close()

    return lambda **arguments: asyncio.run(run(arguments))


def check(code, message=None):
    if code != 0:
        raise RuntimeError(f"{aiokafka.errors.for_code(code).__name__}: {message}")


async def send(topic, codec, records):
    producer = AIOKafkaProducer(
        **settings, compression_type=None if codec == "none" else codec, linger_ms=20, enable_idempotence=True
    )
    await producer.start()
    try:
        futures = [
            await producer.send(
                topic,
                key=item["key"].encode(),
                value=item["value"].encode(),
                headers=[(name, data.encode()) for name, data in item["headers"].items()],
            )
            for item in records
        ]
        await asyncio.gather(*futures)
    finally:
        await producer.stop()


def join(member, group, topic, instance=None):
    async def consume(self):
        consumer = AIOKafkaConsumer(
            topic,
            **settings,
            group_id=group,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            heartbeat_interval_ms=300,
            group_instance_id=instance,
        )
        await consumer.start()
        while not self.leaving.is_set():
            batches = await consumer.getmany(timeout_ms=100)
            self.assign([part.partition for part in consumer.assignment()])
            if not batches:
                continue
            await consumer.commit()
            self.add(
                [
                    record(m.partition, m.offset, m.key, m.value, m.headers)
                    for batch in batches.values()
                    for m in batch
                ]
            )
        await consumer.stop()

    members[member] = Member(lambda self: asyncio.run(consume(self)))


@with_admin
async def create_topic(admin, topic, partitions, configs):
    answer = await admin.create_topics([NewTopic(topic, partitions, 1, topic_configs=configs)])
    for _, code, *rest in answer.topic_errors:
        check(code, *rest)


@with_admin
async def list_topics(admin):
    return await admin.list_topics()


@with_admin
async def describe_topic(admin, topic):
    (description,) = await admin.describe_topics([topic])
    return {"partitions": len(description["partitions"])}


@with_admin
async def create_partitions(admin, topic, total):
    answer = await admin.create_partitions({topic: NewPartitions(total)})
    for _, code, message in answer.topic_errors:
        check(code, message)


@with_admin
async def describe_configs(admin, topic):
    (answer,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    ((code, message, _, _, entries),) = answer.resources
    check(code, message)
    return {entry[0]: entry[1] for entry in entries}


@with_admin
async def alter_config(admin, topic, name, value):
    (answer,) = await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, {name: value})])
    for code, message, *_ in answer.resources:
        check(code, message)


@with_admin
async def delete_records(admin, topic, partition, before):
    await admin.delete_records({TopicPartition(topic, partition): RecordsToDelete(before)})


@with_admin
async def list_groups(admin):
    return [group for group, _ in await admin.list_consumer_groups()]


@with_admin
async def describe_group(admin, group):
    (answer,) = await admin.describe_consumer_groups([group])
    ((code, _, state, _, _, members, *_),) = answer.groups
    check(code)
    return {"state": state, "members": len(members)}


@with_admin
async def committed(admin, group, topic):
    offsets = await admin.list_consumer_group_offsets(group)
    return {part.partition: found.offset for part, found in offsets.items() if part.topic == topic}


@with_admin
async def delete_topic(admin, topic):
    answer = await admin.delete_topics([topic])
    for _, code, *rest in answer.topic_error_codes:
        check(code, *rest)


@with_admin
async def describe_cluster(admin):
    cluster = await admin.describe_cluster()
    return {"brokers": [f"{node['host']}:{node['port']}" for node in cluster["brokers"]]}


@with_admin
async def list_offsets(admin, topic):
    (description,) = await admin.describe_topics([topic])
    partitions = [TopicPartition(topic, part["partition"]) for part in description["partitions"]]
    consumer = AIOKafkaConsumer(**settings)
    await consumer.start()
    try:
        ends = {
            "earliest": await consumer.beginning_offsets(partitions),
            "latest": await consumer.end_offsets(partitions),
        }
    finally:
        await consumer.stop()
    return {name: {part.partition: offset for part, offset in found.items()} for name, found in ends.items()}


serve(
    {
        "hello": lambda: {"version": aiokafka.__version__},
        "create-topic": create_topic,
        "produce": lambda **arguments: asyncio.run(send(**arguments)),
        "join": join,
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
        "delete-topic": delete_topic,
        "describe-cluster": describe_cluster,
    }
)
