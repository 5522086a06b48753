# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from dataclasses import dataclass


class Three(bytes):
    """Three bytes."""


@dataclass(kw_only=True, slots=True)
class Documented:
    """
    A record

    with paragraphs.
    """

    one: str
    """One line with \"\"\"quotes\"\"\" and a \\ backslash."""
    two: int
    """
    Two lines:
    the second */ `one`.
    	And a third"
    """
    three: Three
    four: int
