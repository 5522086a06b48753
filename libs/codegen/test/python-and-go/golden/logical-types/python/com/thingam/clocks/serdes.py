# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from typing import Any

from . import models
from ....serde import AvroDeserializer, AvroSerializer

TIMES_SCHEMA = "{\"type\":\"record\",\"name\":\"Times\",\"namespace\":\"com.thingam.clocks\",\"fields\":[{\"name\":\"day\",\"type\":{\"type\":\"int\",\"logicalType\":\"date\"}},{\"name\":\"clock\",\"type\":{\"type\":\"int\",\"logicalType\":\"time-millis\"}},{\"name\":\"clockMicros\",\"type\":{\"type\":\"long\",\"logicalType\":\"time-micros\"}},{\"name\":\"at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}},{\"name\":\"atMicros\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}},{\"name\":\"atNanos\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"}},{\"name\":\"local\",\"type\":{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"}},{\"name\":\"localMicros\",\"type\":{\"type\":\"long\",\"logicalType\":\"local-timestamp-micros\"}},{\"name\":\"localNanos\",\"type\":{\"type\":\"long\",\"logicalType\":\"local-timestamp-nanos\"}},{\"name\":\"price\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":12,\"scale\":4}},{\"name\":\"sum\",\"type\":{\"type\":\"fixed\",\"name\":\"Sum\",\"size\":8,\"logicalType\":\"decimal\",\"precision\":16,\"scale\":2}},{\"name\":\"any\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"big-decimal\"}},{\"name\":\"id\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"}},{\"name\":\"idBytes\",\"type\":{\"type\":\"fixed\",\"name\":\"Id\",\"size\":16,\"logicalType\":\"uuid\"}},{\"name\":\"span\",\"type\":{\"type\":\"fixed\",\"name\":\"Span\",\"size\":12,\"logicalType\":\"duration\"}},{\"name\":\"wrong\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":2,\"scale\":3}},{\"name\":\"unknown\",\"type\":{\"type\":\"string\",\"logicalType\":\"colour\"}}]}"


def _times_types() -> dict[str, Any]:
    return {
        "com.thingam.clocks.Times": models.Times,
    }


class TimesSerializer(AvroSerializer[models.Times]):
    """Writes Times."""

    SCHEMA = TIMES_SCHEMA
    types = staticmethod(_times_types)


class TimesDeserializer(AvroDeserializer[models.Times]):
    """Reads Times, whatever version it was written as."""

    SCHEMA = TIMES_SCHEMA
    types = staticmethod(_times_types)
