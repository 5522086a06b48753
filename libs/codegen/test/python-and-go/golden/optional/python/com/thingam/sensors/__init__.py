# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import (
    Mac,
    Reading,
    Side,
    Spot,
)
from .serdes import (
    ReadingDeserializer,
    ReadingSerializer,
)

__all__ = [
    "Mac",
    "Reading",
    "ReadingDeserializer",
    "ReadingSerializer",
    "Side",
    "Spot",
]
