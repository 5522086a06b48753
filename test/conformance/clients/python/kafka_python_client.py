"""kafka-python, driven by the lines of driver.py. usage: kafka_python_client.py BOOTSTRAP REGISTRY_URL"""

import sys

import kafka
from driver import Member, members, record, serve
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.coordinator.assignors.range import RangePartitionAssignor

bootstrap = sys.argv[1]
settings = {"bootstrap_servers": bootstrap, "client_id": "kafka-python"}
admin = KafkaAdminClient(**settings)


def produce(topic, codec, records):
    compression = None if codec == "none" else codec
    producer = KafkaProducer(**settings, compression_type=compression, linger_ms=20, acks="all")
    futures = [
        producer.send(
            topic,
            key=item["key"].encode(),
            value=item["value"].encode(),
            headers=[(name, data.encode()) for name, data in item["headers"].items()],
        )
        for item in records
    ]
    try:
        for future in futures:
            future.get(30)
    finally:
        producer.close()


def join(member, group, topic, instance=None, cooperative=False):
    assignor = CooperativeStickyAssignor if cooperative else RangePartitionAssignor

    def read(self):
        consumer = KafkaConsumer(
            topic,
            **settings,
            group_id=group,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            heartbeat_interval_ms=300,
            group_instance_id=instance,
            partition_assignment_strategy=[assignor],
        )
        while not self.leaving.is_set():
            batches = consumer.poll(timeout_ms=100)
            self.assign([part.partition for part in consumer.assignment()])
            if not batches:
                continue
            consumer.commit()
            self.add(
                [
                    record(m.partition, m.offset, m.key, m.value, m.headers)
                    for batch in batches.values()
                    for m in batch
                ]
            )
        consumer.close()

    members[member] = Member(read)


def create_topic(topic, partitions, configs):
    admin.create_topics({topic: {"num_partitions": partitions, "replication_factor": 1, "configs": configs}})


def describe_configs(topic):
    resource = ConfigResource(ConfigResourceType.TOPIC, topic)
    found = admin.describe_configs([resource], config_filter="all")
    (configs,) = (values for resources in found.values() for values in resources.values())
    return {name: entry["value"] for name, entry in configs.items()}


def alter_config(topic, name, value):
    admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, {name: value})], incremental=True)


def list_offsets(topic):
    (description,) = admin.describe_topics([topic])
    partitions = [TopicPartition(topic, part["partition_index"]) for part in description["partitions"]]
    return {
        name: {
            part.partition: found.offset
            for part, found in admin.list_partition_offsets({part: spec for part in partitions}).items()
        }
        for name, spec in {"earliest": OffsetSpec.EARLIEST, "latest": OffsetSpec.LATEST}.items()
    }


def describe_group(group):
    description = admin.describe_groups([group])[group]
    return {"state": str(description["group_state"]), "members": len(description["members"])}


def describe_log_dirs(topic):
    sizes = {}
    for broker in admin.describe_log_dirs():
        for found in (one for folder in broker["log_dirs"] for one in folder["topics"] if one["name"] == topic):
            sizes.update({part["partition_index"]: part["partition_size"] for part in found["partitions"]})
    return sizes


def delete_group(group):
    result = admin.delete_groups([group])
    if result[group] != "OK":
        raise RuntimeError(result[group])


serve(
    {
        "hello": lambda: {"version": kafka.__version__},
        "create-topic": create_topic,
        "produce": produce,
        "join": join,
        "list-topics": lambda: list(admin.list_topics()),
        "describe-topic": lambda topic: {"partitions": len(admin.describe_topics([topic])[0]["partitions"])},
        "create-partitions": lambda topic, total: str(admin.create_partitions({topic: total})),
        "describe-configs": describe_configs,
        "alter-config": alter_config,
        "list-offsets": list_offsets,
        "delete-records": lambda topic, partition, before: str(
            admin.delete_records({TopicPartition(topic, partition): before})
        ),
        "list-groups": lambda: [group["group_id"] for group in admin.list_groups()],
        "describe-group": describe_group,
        "committed": lambda group, topic: {
            part.partition: found.offset
            for part, found in admin.list_group_offsets(group)[group].items()
            if part.topic == topic
        },
        "delete-group": delete_group,
        "delete-topic": lambda topic: str(admin.delete_topics([topic])),
        "describe-log-dirs": describe_log_dirs,
        "describe-cluster": lambda: {
            "brokers": [f"{node['host']}:{node['port']}" for node in admin.describe_cluster()["brokers"]]
        },
    }
)
