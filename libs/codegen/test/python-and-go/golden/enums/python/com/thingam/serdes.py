# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from typing import Any

from . import models
from ...serde import AvroDeserializer, AvroSerializer

MACHINE_SCHEMA = "{\"type\":\"record\",\"name\":\"Machine\",\"namespace\":\"com.thingam\",\"fields\":[{\"name\":\"state\",\"type\":{\"type\":\"enum\",\"name\":\"State\",\"doc\":\"What it does.\",\"symbols\":[\"RUNNING\",\"IDLE\",\"FAULT\"],\"default\":\"IDLE\"},\"default\":\"RUNNING\"},{\"name\":\"colour\",\"type\":{\"type\":\"enum\",\"name\":\"Colour\",\"symbols\":[\"red\",\"darkRed\",\"None\",\"name\",\"X1\",\"_5\"]}},{\"name\":\"before\",\"type\":{\"type\":\"array\",\"items\":\"State\"}}]}"


def _machine_types() -> dict[str, Any]:
    return {
        "com.thingam.Machine": models.Machine,
        "com.thingam.State": models.State,
        "com.thingam.Colour": models.Colour,
    }


class MachineSerializer(AvroSerializer[models.Machine]):
    """Writes Machine."""

    SCHEMA = MACHINE_SCHEMA
    types = staticmethod(_machine_types)


class MachineDeserializer(AvroDeserializer[models.Machine]):
    """Reads Machine, whatever version it was written as."""

    SCHEMA = MACHINE_SCHEMA
    types = staticmethod(_machine_types)
