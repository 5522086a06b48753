# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import (
    Class,
    Map,
    Registry,
)
from .serdes import (
    ClassDeserializer,
    ClassSerializer,
)

__all__ = [
    "Class",
    "ClassDeserializer",
    "ClassSerializer",
    "Map",
    "Registry",
]
