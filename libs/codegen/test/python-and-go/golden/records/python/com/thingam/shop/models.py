# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from dataclasses import dataclass


@dataclass(kw_only=True, slots=True)
class Order:
    number: int
    customer: Customer
    paid: bool
    weight: float
    total: float
    pieces: int
    nothing: None
    empty: Empty


@dataclass(kw_only=True, slots=True)
class Customer:
    name: str
    vip: bool


@dataclass(kw_only=True, slots=True)
class Empty:
    pass
