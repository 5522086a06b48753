# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from typing import Any

from . import models
from ....serde import AvroDeserializer, AvroSerializer

PART_SCHEMA = "{\"type\":\"record\",\"name\":\"Part\",\"namespace\":\"com.thingam.parts\",\"fields\":[{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"inside\",\"type\":{\"type\":\"array\",\"items\":\"Part\"}},{\"name\":\"next\",\"type\":[\"null\",\"Part\"],\"default\":null},{\"name\":\"byName\",\"type\":{\"type\":\"map\",\"values\":\"Part\"}},{\"name\":\"other\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"Joint\",\"fields\":[{\"name\":\"part\",\"type\":[\"null\",\"Part\"],\"default\":null}]}],\"default\":null}]}"


def _part_types() -> dict[str, Any]:
    return {
        "com.thingam.parts.Part": models.Part,
        "com.thingam.parts.Joint": models.Joint,
    }


class PartSerializer(AvroSerializer[models.Part]):
    """Writes Part."""

    SCHEMA = PART_SCHEMA
    types = staticmethod(_part_types)


class PartDeserializer(AvroDeserializer[models.Part]):
    """Reads Part, whatever version it was written as."""

    SCHEMA = PART_SCHEMA
    types = staticmethod(_part_types)
