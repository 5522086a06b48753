# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from dataclasses import dataclass


@dataclass(kw_only=True, slots=True)
class Part:
    name: str
    inside: list[Part]
    next: Part | None = None
    byName: dict[str, Part]
    other: Joint | None = None


@dataclass(kw_only=True, slots=True)
class Joint:
    part: Part | None = None
