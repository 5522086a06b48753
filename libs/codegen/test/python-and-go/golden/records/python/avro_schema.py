# Made by `sluice generate --avro cases --out gen`; edit its source instead.
"""From schemas to codecs, and to the form that fastavro is given them in."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import decimal
import uuid
from typing import Any

from fastavro import parse_schema

from .avro_codecs import (
    BRANCH,
    MISSING,
    PROMOTED,
    TYPE_FIELD,
    ArrayCodec,
    Codec,
    ConvertedCodec,
    Duration,
    EnumCodec,
    FixedCodec,
    FloatCodec,
    IntCodec,
    LogicalCodec,
    MapCodec,
    RecordCodec,
    SerdeError,
    TextCodec,
    UnionCodec,
)
from .avro_numbers import bytes_of_big_decimal, bytes_of_decimal, decimal_of_big_bytes, decimal_of_bytes, max_digits

LOGICAL = "sluiceLogical"
"""Where a schema's logical type is put aside, for fastavro is not to convert it."""


def build_codec(parsed: Any, types: dict[str, Any]) -> Codec:
    """The codec of a parsed schema; "types" are the classes of records, enums and fixed by full name."""
    known: dict[str, Codec] = {}

    def build(schema: Any) -> Codec:
        if isinstance(schema, list):
            return UnionCodec([(_branch_name(branch), build(branch)) for branch in schema])
        if isinstance(schema, str):
            return known[schema] if schema in known else _primitive(schema)
        kind = schema["type"]
        if kind == "array":
            return ArrayCodec(build(schema["items"]))
        if kind == "map":
            return MapCodec(build(schema["values"]))
        if not isinstance(kind, str) or kind in known:
            return build(kind)
        name = schema.get("name", "")
        if kind in ("record", "error"):
            if name not in known:
                known[name] = record = RecordCodec(types[name])
                attributes = {
                    field.metadata.get("avro", field.name): field.name for field in dataclasses.fields(types[name])
                }
                record.fields = [(attributes[f["name"]], f["name"], build(f["type"])) for f in schema["fields"]]
            return known[name]
        if kind == "enum":
            return known.setdefault(name, EnumCodec(types[name]))
        codec = _logical(kind, schema)
        if codec is None:
            codec = FixedCodec(types[name], schema["size"]) if kind == "fixed" else _primitive(kind)
        return known.setdefault(name, codec) if kind == "fixed" else codec

    return build(parsed)


def _primitive(name: str) -> Codec:
    if name in ("int", "long"):
        return IntCodec(32 if name == "int" else 64)
    if name in ("float", "double"):
        return FloatCodec(name)
    if name in ("string", "bytes"):
        return TextCodec(name)
    return Codec((type(None),), "None") if name == "null" else Codec((bool,), "a bool")


_DATES_AND_TIMES = {
    "int-date": datetime.date,
    "int-time-millis": datetime.time,
    "long-time-micros": datetime.time,
    "long-timestamp-millis": datetime.datetime,
    "long-timestamp-micros": datetime.datetime,
    "long-local-timestamp-millis": datetime.datetime,
    "long-local-timestamp-micros": datetime.datetime,
}


def _logical(kind: str, schema: dict[str, Any]) -> Codec | None:
    """None where there is none, or where base type or parameters do not suit: then the base type is what counts."""
    props = schema.get(LOGICAL, {})
    name = props.get("logicalType")
    key = f"{kind}-{name}"
    if key in _DATES_AND_TIMES:
        return LogicalCodec(key, _DATES_AND_TIMES[key])
    size = schema.get("size", 0)
    if key in ("bytes-decimal", "fixed-decimal"):
        precision, scale = props.get("precision"), props.get("scale", 0)
        if type(precision) is not int or type(scale) is not int or not 0 <= scale <= precision or precision < 1:
            return None
        if kind == "fixed" and precision > max_digits(size):
            return None
        return ConvertedCodec(
            decimal.Decimal,
            lambda value: _number(bytes_of_decimal, value, precision, scale, size),
            lambda wire: decimal_of_bytes(wire, scale),
        )
    if key == "bytes-big-decimal":
        return ConvertedCodec(
            decimal.Decimal, lambda value: _number(bytes_of_big_decimal, value), decimal_of_big_bytes
        )
    if key == "string-uuid":
        return ConvertedCodec(uuid.UUID, str, uuid.UUID)
    if key == "fixed-uuid" and size == 16:
        return ConvertedCodec(uuid.UUID, lambda value: value.bytes, lambda wire: uuid.UUID(bytes=wire))
    if key == "fixed-duration" and size == 12:
        return ConvertedCodec(Duration, lambda value: _number(_bytes_of_duration, value), _duration_of_bytes)
    return None


def _bytes_of_duration(value: Duration) -> bytes:
    return b"".join(part.to_bytes(4, "little") for part in value)


def _duration_of_bytes(wire: bytes) -> Duration:
    return Duration(*(int.from_bytes(wire[start : start + 4], "little") for start in (0, 4, 8)))


def _number(function: Any, value: Any, *rest: int) -> bytes:
    try:
        data: bytes = function(value, *rest)
        return data
    except (ValueError, OverflowError, AttributeError, TypeError) as error:
        raise SerdeError(f"{value!r}: {error}") from error


def prepare_schema(schema: Any, *, as_reader: bool = False, as_writer: bool = False) -> Any:
    """
    A schema as fastavro is given it: parsed, logical types put aside. Enums and fixed stand in full wherever they are
    named, for only then does fastavro say which branch of a union they were. Of a reader, records say what they are;
    of the writer that it reads, numbers and texts in unions say their branch.
    """
    named: dict[str, Any] = {}
    parsed = parse_schema(_set_aside(copy.deepcopy(schema)), named)
    seen: set[int] = set()

    def walk(part: Any, in_union: bool = False) -> Any:
        if isinstance(part, str):
            if part in named and named[part]["type"] in ("enum", "fixed"):
                return named[part]
            return {"type": part, "logicalType": BRANCH} if in_union and as_writer and part in PROMOTED else part
        if isinstance(part, list):
            return [walk(branch, True) for branch in part]
        if id(part) in seen:
            return part
        seen.add(id(part))
        if in_union and as_writer and part["type"] in PROMOTED:
            part["logicalType"] = BRANCH
        for key in ("items", "values"):
            if key in part:
                part[key] = walk(part[key])
        for field in part.get("fields", ()):
            field["type"] = walk(field["type"])
            if as_reader and "default" in field:
                field["default"] = MISSING
        if as_reader and part["type"] in ("record", "error"):
            part["fields"].append({"name": TYPE_FIELD, "type": "string", "default": part["name"]})
        return part

    for definition in list(named.values()):
        walk(definition)
    return walk(parsed)


def _set_aside(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_set_aside(branch) for branch in schema]
    if not isinstance(schema, dict):
        return schema
    if "logicalType" in schema:
        names = ("logicalType", "precision", "scale")
        schema[LOGICAL] = {name: schema.pop(name) for name in names if name in schema}
    for key in ("items", "values"):
        if key in schema:
            schema[key] = _set_aside(schema[key])
    if isinstance(schema.get("type"), (dict, list)):
        schema["type"] = _set_aside(schema["type"])
    for field in schema.get("fields", ()):
        field["type"] = _set_aside(field["type"])
    return schema


def _branch_name(schema: Any) -> str:
    if isinstance(schema, str):
        return schema
    name: str = schema["name"] if schema["type"] in ("record", "error", "enum", "fixed") else schema["type"]
    return name
