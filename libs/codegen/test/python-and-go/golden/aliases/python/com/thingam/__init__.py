# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import (
    Kind,
    Meter,
)
from .serdes import (
    MeterDeserializer,
    MeterSerializer,
)

__all__ = [
    "Kind",
    "Meter",
    "MeterDeserializer",
    "MeterSerializer",
]
