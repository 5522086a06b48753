# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import (
    Kind,
    Sensor,
)

__all__ = [
    "Kind",
    "Sensor",
]
