# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from typing import Any

from . import models
from ....serde import AvroDeserializer, AvroSerializer

CLASS_SCHEMA = "{\"type\":\"record\",\"name\":\"class\",\"namespace\":\"import.from.type\",\"fields\":[{\"name\":\"class\",\"type\":\"string\"},{\"name\":\"def\",\"type\":\"int\"},{\"name\":\"type\",\"type\":\"string\"},{\"name\":\"func\",\"type\":\"int\"},{\"name\":\"self\",\"type\":\"int\"},{\"name\":\"int\",\"type\":\"string\"},{\"name\":\"str\",\"type\":\"int\"},{\"name\":\"list\",\"type\":{\"type\":\"array\",\"items\":\"int\"}},{\"name\":\"__private\",\"type\":\"int\"},{\"name\":\"_under\",\"type\":\"int\"},{\"name\":\"datetime\",\"type\":{\"type\":\"int\",\"logicalType\":\"date\"}},{\"name\":\"field\",\"type\":\"int\"},{\"name\":\"Map\",\"type\":{\"type\":\"map\",\"values\":{\"type\":\"record\",\"name\":\"map\",\"fields\":[{\"name\":\"range\",\"type\":\"int\"}]}}},{\"name\":\"map\",\"type\":\"map\"},{\"name\":\"import\",\"type\":{\"type\":\"record\",\"name\":\"Registry\",\"fields\":[{\"name\":\"var\",\"type\":\"int\"}]}}]}"


def _class_types() -> dict[str, Any]:
    return {
        "import.from.type.class": models.Class,
        "import.from.type.map": models.Map,
        "import.from.type.Registry": models.Registry,
    }


class ClassSerializer(AvroSerializer[models.Class]):
    """Writes Class."""

    SCHEMA = CLASS_SCHEMA
    types = staticmethod(_class_types)


class ClassDeserializer(AvroDeserializer[models.Class]):
    """Reads Class, whatever version it was written as."""

    SCHEMA = CLASS_SCHEMA
    types = staticmethod(_class_types)
