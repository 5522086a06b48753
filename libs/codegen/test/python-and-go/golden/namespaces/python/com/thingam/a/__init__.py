# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import Sensor
from .serdes import (
    SensorDeserializer,
    SensorSerializer,
)

__all__ = [
    "Sensor",
    "SensorDeserializer",
    "SensorSerializer",
]
