# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from typing import Any

from . import models
from ....serde import AvroDeserializer, AvroSerializer

READING_SCHEMA = "{\"type\":\"record\",\"name\":\"Reading\",\"namespace\":\"com.thingam.sensors\",\"fields\":[{\"name\":\"a\",\"type\":[\"null\",\"int\"],\"default\":null},{\"name\":\"b\",\"type\":[\"string\",\"null\"],\"default\":\"x\"},{\"name\":\"c\",\"type\":[\"null\",\"bytes\"],\"default\":null},{\"name\":\"d\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null},{\"name\":\"e\",\"type\":[\"null\",{\"type\":\"map\",\"values\":\"int\"}],\"default\":null},{\"name\":\"f\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"Spot\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}],\"default\":null},{\"name\":\"g\",\"type\":[\"null\",{\"type\":\"enum\",\"name\":\"Side\",\"symbols\":[\"LEFT\",\"RIGHT\"]}],\"default\":null},{\"name\":\"h\",\"type\":[\"null\",{\"type\":\"fixed\",\"name\":\"Mac\",\"size\":6}],\"default\":null},{\"name\":\"i\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":8,\"scale\":2}],\"default\":null},{\"name\":\"j\",\"type\":[\"null\",{\"type\":\"fixed\",\"name\":\"Sum\",\"size\":8,\"logicalType\":\"decimal\",\"precision\":10,\"scale\":3}],\"default\":null},{\"name\":\"k\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null},{\"name\":\"l\",\"type\":[\"null\",{\"type\":\"string\",\"logicalType\":\"uuid\"}],\"default\":null}]}"


def _reading_types() -> dict[str, Any]:
    return {
        "com.thingam.sensors.Reading": models.Reading,
        "com.thingam.sensors.Spot": models.Spot,
        "com.thingam.sensors.Side": models.Side,
        "com.thingam.sensors.Mac": models.Mac,
    }


class ReadingSerializer(AvroSerializer[models.Reading]):
    """Writes Reading."""

    SCHEMA = READING_SCHEMA
    types = staticmethod(_reading_types)


class ReadingDeserializer(AvroDeserializer[models.Reading]):
    """Reads Reading, whatever version it was written as."""

    SCHEMA = READING_SCHEMA
    types = staticmethod(_reading_types)
