# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

import datetime
import decimal
import uuid
from dataclasses import dataclass, field


class Mac(bytes):
    """Exactly 2 bytes."""


@dataclass(kw_only=True, slots=True)
class Settings:
    on: bool = True
    count: int = -3
    big: int = 9007199254740993
    ratio: float = 0.5
    exact: float = 1e+21
    text: str = "a 'b' \"c\" \\ \n é 😀 \u2028"
    raw: bytes = b"\x00\xff\""
    mac: Mac = Mac(b"\x01\xfe")
    list_: list[int] = field(default_factory=lambda: [1, 2], metadata={"avro": "list"})
    names: dict[str, str] = field(default_factory=lambda: {"a b": "c"})
    spot: Spot = field(default_factory=lambda: Spot(x=1))
    level: int | str = 7
    day: datetime.date = datetime.date.fromisoformat("2022-01-08")
    at: datetime.datetime = datetime.datetime.fromisoformat("2023-11-14T22:13:20.120+00:00")
    price: decimal.Decimal = decimal.Decimal("2.56")
    id: uuid.UUID = uuid.UUID("6f1c2f7e-0b7a-4c43-9d3f-0123456789ab")
    required: str


@dataclass(kw_only=True, slots=True)
class Spot:
    x: int
    y: int = 4
