# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import Times
from .serdes import (
    TimesDeserializer,
    TimesSerializer,
)

__all__ = [
    "Times",
    "TimesDeserializer",
    "TimesSerializer",
]
