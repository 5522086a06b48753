# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

import datetime
import decimal
from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    LOW = "LOW"
    HIGH = "HIGH"


class Token(bytes):
    """Exactly 8 bytes."""


class Half(bytes):
    """Exactly 8 bytes."""


@dataclass(kw_only=True, slots=True)
class Event:
    id: str | int
    body: Opened | Closed | Moved | None
    number: int | float
    raw: bytes | Token | Half
    level: Level | str | bool
    parts: str | list[Opened] | dict[str, int]
    when: datetime.date | datetime.datetime | None = None
    clock: datetime.time
    price: decimal.Decimal | str | None = None


@dataclass(kw_only=True, slots=True)
class Opened:
    door: str


@dataclass(kw_only=True, slots=True)
class Closed:
    door: str


@dataclass(kw_only=True, slots=True)
class Moved:
    door: str
    by: int
