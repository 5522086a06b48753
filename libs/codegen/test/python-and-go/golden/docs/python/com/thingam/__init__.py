# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import (
    Documented,
    Three,
)
from .serdes import (
    DocumentedDeserializer,
    DocumentedSerializer,
)

__all__ = [
    "Documented",
    "DocumentedDeserializer",
    "DocumentedSerializer",
    "Three",
]
