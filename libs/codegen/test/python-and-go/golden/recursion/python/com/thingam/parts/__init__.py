# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import (
    Joint,
    Part,
)
from .serdes import (
    PartDeserializer,
    PartSerializer,
)

__all__ = [
    "Joint",
    "Part",
    "PartDeserializer",
    "PartSerializer",
]
