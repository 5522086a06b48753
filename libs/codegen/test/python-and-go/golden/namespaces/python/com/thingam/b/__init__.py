# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import Place

__all__ = [
    "Place",
]
