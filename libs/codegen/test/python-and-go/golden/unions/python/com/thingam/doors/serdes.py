# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from typing import Any

from . import models
from ....serde import AvroDeserializer, AvroSerializer

EVENT_SCHEMA = "{\"type\":\"record\",\"name\":\"Event\",\"namespace\":\"com.thingam.doors\",\"fields\":[{\"name\":\"id\",\"type\":[\"string\",\"long\"]},{\"name\":\"body\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"Opened\",\"fields\":[{\"name\":\"door\",\"type\":\"string\"}]},{\"type\":\"record\",\"name\":\"Closed\",\"fields\":[{\"name\":\"door\",\"type\":\"string\"}]},{\"type\":\"record\",\"name\":\"Moved\",\"fields\":[{\"name\":\"door\",\"type\":\"string\"},{\"name\":\"by\",\"type\":\"int\"}]}]},{\"name\":\"number\",\"type\":[\"int\",\"long\",\"float\",\"double\"]},{\"name\":\"raw\",\"type\":[\"bytes\",{\"type\":\"fixed\",\"name\":\"Token\",\"size\":8},{\"type\":\"fixed\",\"name\":\"Half\",\"size\":8}]},{\"name\":\"level\",\"type\":[{\"type\":\"enum\",\"name\":\"Level\",\"symbols\":[\"LOW\",\"HIGH\"]},\"string\",\"boolean\"]},{\"name\":\"parts\",\"type\":[\"string\",{\"type\":\"array\",\"items\":\"Opened\"},{\"type\":\"map\",\"values\":\"int\"}]},{\"name\":\"when\",\"type\":[\"null\",{\"type\":\"int\",\"logicalType\":\"date\"},{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}],\"default\":null},{\"name\":\"clock\",\"type\":[{\"type\":\"int\",\"logicalType\":\"time-millis\"},{\"type\":\"long\",\"logicalType\":\"time-micros\"}]},{\"name\":\"price\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":8,\"scale\":2},\"string\"],\"default\":null}]}"


def _event_types() -> dict[str, Any]:
    return {
        "com.thingam.doors.Event": models.Event,
        "com.thingam.doors.Opened": models.Opened,
        "com.thingam.doors.Closed": models.Closed,
        "com.thingam.doors.Moved": models.Moved,
        "com.thingam.doors.Token": models.Token,
        "com.thingam.doors.Half": models.Half,
        "com.thingam.doors.Level": models.Level,
    }


class EventSerializer(AvroSerializer[models.Event]):
    """Writes Event."""

    SCHEMA = EVENT_SCHEMA
    types = staticmethod(_event_types)


class EventDeserializer(AvroDeserializer[models.Event]):
    """Reads Event, whatever version it was written as."""

    SCHEMA = EVENT_SCHEMA
    types = staticmethod(_event_types)
