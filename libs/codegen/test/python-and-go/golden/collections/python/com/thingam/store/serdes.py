# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from typing import Any

from . import models
from ....serde import AvroDeserializer, AvroSerializer

SHELF_SCHEMA = "{\"type\":\"record\",\"name\":\"Shelf\",\"namespace\":\"com.thingam.store\",\"fields\":[{\"name\":\"boxes\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":\"int\"}}},{\"name\":\"labels\",\"type\":{\"type\":\"map\",\"values\":\"string\"}},{\"name\":\"byRoom\",\"type\":{\"type\":\"map\",\"values\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"Box\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}}}},{\"name\":\"maybe\",\"type\":{\"type\":\"array\",\"items\":[\"null\",\"string\"]}}]}"


def _shelf_types() -> dict[str, Any]:
    return {
        "com.thingam.store.Shelf": models.Shelf,
        "com.thingam.store.Box": models.Box,
    }


class ShelfSerializer(AvroSerializer[models.Shelf]):
    """Writes Shelf."""

    SCHEMA = SHELF_SCHEMA
    types = staticmethod(_shelf_types)


class ShelfDeserializer(AvroDeserializer[models.Shelf]):
    """Reads Shelf, whatever version it was written as."""

    SCHEMA = SHELF_SCHEMA
    types = staticmethod(_shelf_types)
