# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from dataclasses import dataclass


@dataclass(kw_only=True, slots=True)
class Shelf:
    boxes: list[list[int]]
    labels: dict[str, str]
    byRoom: dict[str, list[Box]]
    maybe: list[str | None]


@dataclass(kw_only=True, slots=True)
class Box:
    id: str
