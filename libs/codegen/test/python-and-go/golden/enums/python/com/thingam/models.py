# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """What it does."""

    RUNNING = "RUNNING"
    IDLE = "IDLE"
    FAULT = "FAULT"


class Colour(Enum):
    red = "red"
    darkRed = "darkRed"
    None_ = "None"
    name_ = "name"
    X1 = "X1"
    _5 = "_5"


@dataclass(kw_only=True, slots=True)
class Machine:
    state: State = State.RUNNING
    colour: Colour
    before: list[State]
