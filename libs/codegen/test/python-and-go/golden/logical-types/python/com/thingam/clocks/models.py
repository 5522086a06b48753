# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

import datetime
import decimal
import uuid
from dataclasses import dataclass

from ....serde import Duration


@dataclass(kw_only=True, slots=True)
class Times:
    day: datetime.date
    clock: datetime.time
    clockMicros: datetime.time
    at: datetime.datetime
    atMicros: datetime.datetime
    atNanos: int
    local: datetime.datetime
    localMicros: datetime.datetime
    localNanos: int
    price: decimal.Decimal
    sum: decimal.Decimal
    any: decimal.Decimal
    id: uuid.UUID
    idBytes: uuid.UUID
    span: Duration
    wrong: bytes
    unknown: str
