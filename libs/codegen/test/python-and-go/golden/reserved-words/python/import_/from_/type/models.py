# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

import datetime
from dataclasses import dataclass, field


@dataclass(kw_only=True, slots=True)
class Class:
    class_: str = field(metadata={"avro": "class"})
    def_: int = field(metadata={"avro": "def"})
    type: str
    func: int
    self: int
    int_: str = field(metadata={"avro": "int"})
    str_: int = field(metadata={"avro": "str"})
    list_: list[int] = field(metadata={"avro": "list"})
    private: int = field(metadata={"avro": "__private"})
    under: int = field(metadata={"avro": "_under"})
    datetime_: datetime.date = field(metadata={"avro": "datetime"})
    field_: int = field(metadata={"avro": "field"})
    Map_: dict[str, Map] = field(metadata={"avro": "Map"})
    map: Map
    import_: Registry = field(metadata={"avro": "import"})


@dataclass(kw_only=True, slots=True)
class Map:
    range: int


@dataclass(kw_only=True, slots=True)
class Registry:
    var: int
