# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import (
    Box,
    Shelf,
)
from .serdes import (
    ShelfDeserializer,
    ShelfSerializer,
)

__all__ = [
    "Box",
    "Shelf",
    "ShelfDeserializer",
    "ShelfSerializer",
]
