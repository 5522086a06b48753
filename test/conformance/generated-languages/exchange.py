"""
Sends on what it reads, through generated classes. usage: exchange.py BOOTSTRAP REGISTRY_URL TASKS

A task is {"module", "name", "from", "to", "count"}: reads so many records of the topic "from", each value must be of the
generated class "name", and writes the values to the topic "to".
"""

import importlib
import json
import sys

from confluent_kafka import Consumer, Producer
from gen.com.thingam.sensors import MachineSensor, MachineSensorSerializer
from gen.serde import SerdeError

bootstrap, registry_url, tasks = sys.argv[1:]
producer = Producer({"bootstrap.servers": bootstrap})
failures = []


def send(topic, value):
    producer.produce(topic, value, on_delivery=lambda error, _: error and failures.append(str(error)))


def read(topic, count):
    settings = {"bootstrap.servers": bootstrap, "group.id": f"python-{topic}", "auto.offset.reset": "earliest"}
    consumer = Consumer(settings)
    consumer.subscribe([topic])
    for _ in range(count):
        message = consumer.poll(30)
        if message is None or message.error():
            raise RuntimeError(f"{topic}: {message and message.error()}")
        yield message.value()
    consumer.close()


for task in json.loads(tasks):
    models = importlib.import_module(f"gen.{task['module']}")
    deserialize = getattr(models, f"{task['name']}Deserializer")(registry_url)
    serialize = getattr(models, f"{task['name']}Serializer")(registry_url, f"{task['to']}-value")
    for data in read(task["from"], task["count"]):
        value = deserialize(data)
        assert type(value) is getattr(models, task["name"]), value
        send(task["to"], serialize(value))

serializer = MachineSensorSerializer(registry_url, "made-by-python-value")
send("made-by-python", serializer.serialize(MachineSensor(machine="Oven", sensor="Temp", value=1.5, units="C")))
try:
    serializer.serialize(MachineSensor(machine="Oven", sensor="Temp", value="hot", units="C"))
except SerdeError as error:
    print(error)
producer.flush(30)
if failures:
    raise RuntimeError(failures)
