# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

import datetime
import decimal
import uuid
from dataclasses import dataclass
from enum import Enum


class Side(Enum):
    LEFT = "LEFT"
    RIGHT = "RIGHT"


class Mac(bytes):
    """Exactly 6 bytes."""


@dataclass(kw_only=True, slots=True)
class Reading:
    a: int | None = None
    b: str | None = "x"
    c: bytes | None = None
    d: list[str] | None = None
    e: dict[str, int] | None = None
    f: Spot | None = None
    g: Side | None = None
    h: Mac | None = None
    i: decimal.Decimal | None = None
    j: decimal.Decimal | None = None
    k: datetime.datetime | None = None
    l: uuid.UUID | None = None


@dataclass(kw_only=True, slots=True)
class Spot:
    x: int
