# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from typing import Any

from . import models
from ...serde import AvroDeserializer, AvroSerializer

SETTINGS_SCHEMA = "{\"type\":\"record\",\"name\":\"Settings\",\"namespace\":\"com.thingam\",\"fields\":[{\"name\":\"on\",\"type\":\"boolean\",\"default\":true},{\"name\":\"count\",\"type\":\"int\",\"default\":-3},{\"name\":\"big\",\"type\":\"long\",\"default\":9007199254740993},{\"name\":\"ratio\",\"type\":\"float\",\"default\":0.5},{\"name\":\"exact\",\"type\":\"double\",\"default\":1.0E21},{\"name\":\"text\",\"type\":\"string\",\"default\":\"a 'b' \\\"c\\\" \\\\ \\n é 😀 \u2028\"},{\"name\":\"raw\",\"type\":\"bytes\",\"default\":\"\\u0000ÿ\\\"\"},{\"name\":\"mac\",\"type\":{\"type\":\"fixed\",\"name\":\"Mac\",\"size\":2},\"default\":\"\\u0001þ\"},{\"name\":\"list\",\"type\":{\"type\":\"array\",\"items\":\"long\"},\"default\":[1,2]},{\"name\":\"names\",\"type\":{\"type\":\"map\",\"values\":\"string\"},\"default\":{\"a b\":\"c\"}},{\"name\":\"spot\",\"type\":{\"type\":\"record\",\"name\":\"Spot\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"},{\"name\":\"y\",\"type\":\"int\",\"default\":4}]},\"default\":{\"x\":1}},{\"name\":\"level\",\"type\":[\"int\",\"string\"],\"default\":7},{\"name\":\"day\",\"type\":{\"type\":\"int\",\"logicalType\":\"date\"},\"default\":19000},{\"name\":\"at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"default\":1700000000120},{\"name\":\"price\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":6,\"scale\":2},\"default\":\"\\u0001\\u0000\"},{\"name\":\"id\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"default\":\"6f1c2f7e-0b7a-4c43-9d3f-0123456789ab\"},{\"name\":\"required\",\"type\":\"string\"}]}"


def _settings_types() -> dict[str, Any]:
    return {
        "com.thingam.Settings": models.Settings,
        "com.thingam.Mac": models.Mac,
        "com.thingam.Spot": models.Spot,
    }


class SettingsSerializer(AvroSerializer[models.Settings]):
    """Writes Settings."""

    SCHEMA = SETTINGS_SCHEMA
    types = staticmethod(_settings_types)


class SettingsDeserializer(AvroDeserializer[models.Settings]):
    """Reads Settings, whatever version it was written as."""

    SCHEMA = SETTINGS_SCHEMA
    types = staticmethod(_settings_types)
