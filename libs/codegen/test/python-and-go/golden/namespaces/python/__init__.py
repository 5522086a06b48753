# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import Plain

__all__ = [
    "Plain",
]
