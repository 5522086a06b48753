"""Asks a registry that knows its users, by Confluent's client for Python. Prints what came out, as JSON."""

import json
import sys

from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.error import SchemaRegistryError

given = json.loads(sys.argv[1])


def configure(who):
    if "token" in who:
        return {
            "bearer.auth.credentials.source": "STATIC_TOKEN",
            "bearer.auth.token": who["token"],
            "bearer.auth.logical.cluster": "lsrc-1",
            "bearer.auth.identity.pool.id": "pool-1",
        }
    return {"basic.auth.user.info": who["user"] + ":" + who["password"]}


def attempt(act):
    try:
        return act()
    except SchemaRegistryError as error:
        return {"status": error.http_status_code, "code": error.error_code, "message": error.error_message}


outcomes = []
for who in given["who"]:
    client = SchemaRegistryClient({"url": given["url"], **configure(who)})
    schema = Schema('"string"', "AVRO")
    outcomes.append(
        {
            "subjects": attempt(client.get_subjects),
            "register": attempt(lambda: client.register_schema("orders-value", schema)),
            "read": attempt(lambda: client.get_latest_version("orders-value").schema.schema_str),
            "other": attempt(lambda: client.get_latest_version("salaries-value").schema.schema_str),
            "config": attempt(lambda: client.set_compatibility("orders-value", "FULL")),
        }
    )
print(json.dumps(outcomes))
