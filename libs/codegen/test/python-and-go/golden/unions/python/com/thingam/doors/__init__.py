# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import (
    Closed,
    Event,
    Half,
    Level,
    Moved,
    Opened,
    Token,
)
from .serdes import (
    EventDeserializer,
    EventSerializer,
)

__all__ = [
    "Closed",
    "Event",
    "EventDeserializer",
    "EventSerializer",
    "Half",
    "Level",
    "Moved",
    "Opened",
    "Token",
]
