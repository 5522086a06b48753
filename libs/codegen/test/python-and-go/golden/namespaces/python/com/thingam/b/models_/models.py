# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    A = "A"
    B = "B"


@dataclass(kw_only=True, slots=True)
class Sensor:
    x: int
    kind: Kind = Kind.B
