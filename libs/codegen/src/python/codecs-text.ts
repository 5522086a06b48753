/** `avro_codecs.py`, the same beside all models: between dataclasses and what fastavro writes and reads. */
export const CODECS_TEXT = String.raw`"""Between the dataclasses beside this module and the values that fastavro writes and reads.

Logical types are converted here, not by fastavro, so that a reader's schema decides how a value looks whatever the
writer's schema says of it.
"""

from __future__ import annotations

import datetime
import enum
from typing import Any, NamedTuple

from fastavro.read import LOGICAL_READERS
from fastavro.write import LOGICAL_WRITERS


class SerdeError(ValueError):
    """Why a value could not be written or read. The fields on the way to it are in "path", outermost first."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.path: list[str] = []

    def at(self, step: object) -> SerdeError:
        self.path.insert(0, str(step))
        return self

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}: {self.message}" if self.path else self.message


class Duration(NamedTuple):
    """Avro's duration: three numbers that stand beside each other, each below 2**32."""

    months: int = 0
    days: int = 0
    milliseconds: int = 0


MISSING = object()
"""Where the writer's schema lacks a field: the dataclass has its default."""

TYPE_FIELD = "__sluice_type__"
"""A field of every record as it is read, that no writer has: its default says which record it is."""

BRANCH = "sluice-branch"
PROMOTED = ("int", "long", "float", "double", "string", "bytes")
PROMOTIONS = {
    "int": ("long", "float", "double"),
    "long": ("float", "double"),
    "float": ("double",),
    "string": ("bytes",),
    "bytes": ("string",),
}


def _tag_with(name: str) -> Any:
    return lambda data, writer=None, reader=None: (name, data)


for _name in PROMOTED:
    # fastavro does not say which branch of a union a number or text was read by: this logical type of ours does.
    LOGICAL_READERS[f"{_name}-{BRANCH}"] = _tag_with(_name)


def untag(wire: Any) -> Any:
    return wire[1] if isinstance(wire, tuple) else wire


def step(function: Any, value: Any, step: object) -> Any:
    try:
        return function(value)
    except SerdeError as error:
        raise error.at(step) from error.__cause__
    except (ValueError, OverflowError, TypeError, AttributeError) as error:
        raise SerdeError(str(error)).at(step) from error


def describe(value: Any) -> str:
    text = repr(value)
    return f"{type(value).__name__} {text if len(text) <= 60 else text[:57] + '...'}"


class Codec:
    """One Avro type. "rank" orders the branches of a union that a value is offered to."""

    rank = 0

    def __init__(self, kinds: tuple[type, ...], expected: str) -> None:
        self.kinds = kinds
        self.expected = expected

    def takes(self, value: Any) -> bool:
        return isinstance(value, self.kinds)

    def write(self, value: Any) -> Any:
        if not self.takes(value):
            raise SerdeError(f"expected {self.expected}, found {describe(value)}")
        return value

    def read(self, wire: Any) -> Any:
        return untag(wire)


class TextCodec(Codec):
    """Strings and bytes, each of which may have been written as the other."""

    def __init__(self, name: str) -> None:
        self.is_text = name == "string"
        super().__init__((str,) if self.is_text else (bytes,), "a str" if self.is_text else "bytes")
        self.rank = 0 if self.is_text else 1

    def read(self, wire: Any) -> Any:
        data = untag(wire)
        if self.is_text:
            return data.decode() if isinstance(data, bytes) else data
        return data.encode() if isinstance(data, str) else data


class IntCodec(Codec):
    def __init__(self, bits: int) -> None:
        super().__init__((int,), f"an integer of {bits} bits")
        self.rank = bits
        self.limit = 1 << (bits - 1)

    def takes(self, value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and -self.limit <= value < self.limit


class FloatCodec(Codec):
    def __init__(self, name: str) -> None:
        super().__init__((float, int), "a number")
        self.rank = 101 if name == "float" else 100

    def takes(self, value: Any) -> bool:
        return isinstance(value, self.kinds) and not isinstance(value, bool)

    def write(self, value: Any) -> Any:
        number = float(super().write(value))
        if self.rank == 101 and abs(number) > 3.4028235677973366e38 and number not in (float("inf"), float("-inf")):
            raise SerdeError(f"{value!r} is beyond what a float holds")
        return number

    def read(self, wire: Any) -> Any:
        return float(untag(wire))


class LogicalCodec(Codec):
    """Dates and times as fastavro has them."""

    def __init__(self, key: str, kind: type) -> None:
        super().__init__((kind,), f"a {kind.__module__}.{kind.__name__}")
        self.key = key
        self.is_day = kind is datetime.date
        self.needs_zone = key.startswith("long-timestamp")
        # Of a time in milliseconds and one in microseconds the exact one is written.
        self.rank = -1 if key == "long-time-micros" else 0

    def takes(self, value: Any) -> bool:
        return isinstance(value, self.kinds) and not (self.is_day and isinstance(value, datetime.datetime))

    def write(self, value: Any) -> Any:
        super().write(value)
        if self.needs_zone and value.tzinfo is None:
            raise SerdeError("expected a datetime with a time zone, found one without")
        return LOGICAL_WRITERS[self.key](value, {})

    def read(self, wire: Any) -> Any:
        return LOGICAL_READERS[self.key](untag(wire), None, None)


class ConvertedCodec(Codec):
    """Logical types that are one function each way."""

    def __init__(self, kind: type, to_wire: Any, from_wire: Any) -> None:
        super().__init__((kind,), f"a {kind.__name__}")
        self.to_wire = to_wire
        self.from_wire = from_wire

    def write(self, value: Any) -> Any:
        return self.to_wire(super().write(value))

    def read(self, wire: Any) -> Any:
        return self.from_wire(untag(wire))


class EnumCodec(Codec):
    def __init__(self, cls: type[enum.Enum]) -> None:
        super().__init__((cls,), f"a {cls.__name__}")
        self.cls = cls

    def write(self, value: Any) -> Any:
        return super().write(value).value

    def read(self, wire: Any) -> Any:
        return self.cls(untag(wire))


class FixedCodec(Codec):
    def __init__(self, cls: Any, size: int) -> None:
        super().__init__((cls,), f"{size} bytes")
        self.cls = cls
        self.size = size

    def write(self, value: Any) -> Any:
        if not isinstance(value, bytes) or len(value) != self.size:
            raise SerdeError(f"expected {self.expected}, found {describe(value)}")
        return bytes(value)

    def read(self, wire: Any) -> Any:
        return self.cls(untag(wire))


class ArrayCodec(Codec):
    def __init__(self, items: Codec) -> None:
        super().__init__((list,), "a list")
        self.items = items

    def write(self, value: Any) -> Any:
        return [step(self.items.write, item, index) for index, item in enumerate(super().write(value))]

    def read(self, wire: Any) -> Any:
        return [step(self.items.read, item, index) for index, item in enumerate(untag(wire))]


class MapCodec(Codec):
    def __init__(self, values: Codec) -> None:
        super().__init__((dict,), "a dict")
        self.values = values

    def write(self, value: Any) -> Any:
        for key in super().write(value):
            if not isinstance(key, str):
                raise SerdeError(f"expected keys of type str, found {describe(key)}")
        return {key: step(self.values.write, item, key) for key, item in value.items()}

    def read(self, wire: Any) -> Any:
        return {key: step(self.values.read, item, key) for key, item in untag(wire).items()}


class RecordCodec(Codec):
    """"fields" are (attribute, name, codec), filled in once all types are known."""

    def __init__(self, cls: Any) -> None:
        super().__init__((cls,), f"a {cls.__name__}")
        self.cls = cls
        self.fields: list[tuple[str, str, Codec]] = []

    def write(self, value: Any) -> Any:
        super().write(value)
        return {name: step(codec.write, getattr(value, attribute), name) for attribute, name, codec in self.fields}

    def read(self, wire: Any) -> Any:
        wire = untag(wire)
        values = {}
        for attribute, name, codec in self.fields:
            if wire[name] is not MISSING:
                values[attribute] = step(codec.read, wire[name], name)
        return self.cls(**values)


class UnionCodec(Codec):
    """
    A value is written by the branch of its class: an int as int where it fits, else as long; a float as double before
    float. A pair such as ("float", 1.5) says its branch, by the full name or the type, and is written exactly so.
    """

    def __init__(self, branches: list[tuple[str, Codec]]) -> None:
        super().__init__((), "one of " + ", ".join(name for name, _ in branches))
        self.branches = dict(branches)
        self.ordered = sorted(branches, key=lambda branch: branch[1].rank)

    def takes(self, value: Any) -> bool:
        return any(codec.takes(value) for _, codec in self.ordered)

    def write(self, value: Any) -> Any:
        if type(value) is tuple and len(value) == 2:
            name, inner = value
            if name not in self.branches:
                raise SerdeError(f"expected {self.expected}, found a branch {name!r}")
            return (name, self.branches[name].write(inner))
        failure: SerdeError | None = None
        for name, codec in self.ordered:
            if codec.takes(value):
                try:
                    return (name, codec.write(value))
                except SerdeError as error:
                    failure = failure or error
        raise failure or SerdeError(f"expected {self.expected}, found {describe(value)}")

    def read(self, wire: Any) -> Any:
        name, value = wire if isinstance(wire, tuple) else (None, wire)
        if isinstance(value, dict) and TYPE_FIELD in value:
            name = value[TYPE_FIELD]
        names = (name,) if name is not None else _WIRE_NAMES.get(type(value), ())
        for candidate in names:
            for branch in (candidate, *PROMOTIONS.get(candidate, ())):
                if branch in self.branches:
                    return self.branches[branch].read(value)
        # A writer without the union: no tag says which named type it was.
        for _, codec in self.ordered:
            if isinstance(codec, (EnumCodec, FixedCodec, ConvertedCodec)):
                try:
                    return codec.read(value)
                except ValueError:
                    continue
        raise SerdeError(f"expected {self.expected}, found {describe(value)}")


_WIRE_NAMES: dict[type, tuple[str, ...]] = {
    type(None): ("null",),
    bool: ("boolean",),
    int: ("int", "long"),
    float: ("double", "float"),
    str: ("string",),
    bytes: ("bytes",),
    list: ("array",),
    dict: ("map",),
}
`;
