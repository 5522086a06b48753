# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from typing import Any

from . import models
from ...serde import AvroDeserializer, AvroSerializer

METER_SCHEMA = "{\"type\":\"record\",\"name\":\"Meter\",\"namespace\":\"com.thingam\",\"fields\":[{\"name\":\"reading\",\"type\":\"double\",\"aliases\":[\"value\",\"val\"]},{\"name\":\"unit\",\"type\":\"string\",\"default\":\"C\",\"aliases\":[\"units\"]},{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"Kind\",\"symbols\":[\"A\",\"B\"],\"aliases\":[\"OldKind\"]}}],\"aliases\":[\"Gauge\",\"com.old.Gauge\"]}"


def _meter_types() -> dict[str, Any]:
    return {
        "com.thingam.Meter": models.Meter,
        "com.thingam.Kind": models.Kind,
    }


class MeterSerializer(AvroSerializer[models.Meter]):
    """Writes Meter."""

    SCHEMA = METER_SCHEMA
    types = staticmethod(_meter_types)


class MeterDeserializer(AvroDeserializer[models.Meter]):
    """Reads Meter, whatever version it was written as."""

    SCHEMA = METER_SCHEMA
    types = staticmethod(_meter_types)
