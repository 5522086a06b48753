# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from typing import Any

from . import models
from .... import models as root_models
from ....com.thingam.b import models as com_thingam_b_models
from ....com.thingam.b.models_ import models as com_thingam_b_models__models
from ....serde import AvroDeserializer, AvroSerializer

SENSOR_SCHEMA = "{\"type\":\"record\",\"name\":\"Sensor\",\"namespace\":\"com.thingam.a\",\"fields\":[{\"name\":\"place\",\"type\":{\"type\":\"record\",\"name\":\"Place\",\"namespace\":\"com.thingam.b\",\"fields\":[{\"name\":\"hall\",\"type\":\"int\"},{\"name\":\"sensor\",\"type\":[\"null\",\"com.thingam.a.Sensor\"],\"default\":null}]}},{\"name\":\"other\",\"type\":{\"type\":\"record\",\"name\":\"Sensor\",\"namespace\":\"com.thingam.b.models\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"},{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"Kind\",\"symbols\":[\"A\",\"B\"]},\"default\":\"B\"}]}},{\"name\":\"plain\",\"type\":{\"type\":\"record\",\"name\":\"Plain\",\"namespace\":\"\",\"fields\":[{\"name\":\"x\",\"type\":\"com.thingam.b.models.Kind\",\"default\":\"A\"},{\"name\":\"back\",\"type\":[\"null\",\"com.thingam.b.Place\"],\"default\":null}]}}]}"


def _sensor_types() -> dict[str, Any]:
    return {
        "com.thingam.a.Sensor": models.Sensor,
        "com.thingam.b.Place": com_thingam_b_models.Place,
        "com.thingam.b.models.Sensor": com_thingam_b_models__models.Sensor,
        "com.thingam.b.models.Kind": com_thingam_b_models__models.Kind,
        "Plain": root_models.Plain,
    }


class SensorSerializer(AvroSerializer[models.Sensor]):
    """Writes Sensor."""

    SCHEMA = SENSOR_SCHEMA
    types = staticmethod(_sensor_types)


class SensorDeserializer(AvroDeserializer[models.Sensor]):
    """Reads Sensor, whatever version it was written as."""

    SCHEMA = SENSOR_SCHEMA
    types = staticmethod(_sensor_types)
