/** `serde.py`, the same beside all models: envelope, registry, serializers. */
export const SERDE_TEXT = String.raw`"""
Serializers and deserializers of the models beside this module: Avro behind the five bytes of Confluent's wire format, with
schemas in a registry of its REST API. Needs fastavro and nothing else.
"""

from __future__ import annotations

import base64
import io
import json
import struct
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import OrderedDict
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from fastavro import schemaless_reader, schemaless_writer

from .avro_codecs import Duration, SerdeError
from .avro_schema import build_codec, prepare_schema

__all__ = [
    "AvroDeserializer",
    "AvroSerializer",
    "Duration",
    "HttpRegistry",
    "MemoryRegistry",
    "RegistryError",
    "SchemaRegistry",
    "SerdeError",
]

T = TypeVar("T")

_MAGIC = 0
_MAX_SCHEMAS = 1000
_MAX_REFERENCES = 1000


class SchemaRegistry(Protocol):
    """Where ids of schemas come from: an HttpRegistry, or one of your own."""

    def find_id(self, subject: str, schema: str, register: bool) -> int:
        """The id of the schema under its subject; registers it first where it may and must."""

    def find_schema(self, schema_id: int) -> Any:
        """The schema as JSON values, with the schemas it refers to in their places."""


class RegistryError(Exception):
    """What the registry answered, or that it did not."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class HttpRegistry:
    """A registry at a URL. Answers about ids are kept by its users, for an id never changes its meaning."""

    def __init__(
        self, url: str, *, user: str | None = None, password: str = "", token: str | None = None, timeout_s: float = 10
    ) -> None:
        self._url = url.rstrip("/")
        self._timeout_s = timeout_s
        self._headers = {"Accept": "application/vnd.schemaregistry.v1+json, application/json"}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"
        elif user is not None:
            self._headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    def find_id(self, subject: str, schema: str, register: bool) -> int:
        path = f"/subjects/{urllib.parse.quote(subject, safe='')}"
        return int(self._ask(f"{path}/versions" if register else path, {"schema": schema})["id"])

    def find_schema(self, schema_id: int) -> Any:
        answer = self._ask(f"/schemas/ids/{schema_id}")
        if answer.get("schemaType", "AVRO") != "AVRO":
            raise RegistryError(f"schema {schema_id} is {answer['schemaType']}, not AVRO")
        definitions: dict[str, Any] = {}
        self._load(answer, definitions, set())
        return _put_in(json.loads(answer["schema"]), definitions, "")

    def _load(self, answer: Any, definitions: dict[str, Any], seen: set[tuple[str, int]]) -> None:
        for reference in answer.get("references") or ():
            key = (reference["subject"], reference["version"])
            if key in seen:
                continue
            seen.add(key)
            if len(seen) > _MAX_REFERENCES:
                raise RegistryError(f"more than {_MAX_REFERENCES} references")
            subject = urllib.parse.quote(reference["subject"], safe="")
            referred = self._ask(f"/subjects/{subject}/versions/{reference['version']}?deleted=true")
            self._load(referred, definitions, seen)
            definitions[reference["name"]] = json.loads(referred["schema"])

    def _ask(self, path: str, body: Any = None) -> Any:
        headers = dict(self._headers)
        data = None
        if body is not None:
            headers["Content-Type"] = "application/vnd.schemaregistry.v1+json"
            data = json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=self._timeout_s) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            text = error.read(2000).decode("utf-8", "replace")
            raise RegistryError(f"{request.get_method()} {path}: {error.code} {text}", error.code) from error
        except (OSError, ValueError) as error:
            raise RegistryError(f"{request.get_method()} {path}: {error}") from error


class MemoryRegistry:
    """A registry that lives in this process, for tests."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def find_id(self, subject: str, schema: str, register: bool) -> int:
        if schema not in self._ids and not register:
            raise RegistryError(f"{subject} does not have this schema", 404)
        return self._ids.setdefault(schema, len(self._ids) + 1)

    def find_schema(self, schema_id: int) -> Any:
        for schema, known_id in self._ids.items():
            if known_id == schema_id:
                return json.loads(schema)
        raise RegistryError(f"no schema {schema_id}", 404)


class AvroSerializer(Generic[T]):
    """
    Writes values of one root type. The first value asks the registry for the schema's id: it is registered under
    "subject", unless "auto_register" is off, when it must be there. Raises SerdeError, which names the field. May be
    given to confluent-kafka as a value or key serializer.
    """

    SCHEMA: ClassVar[str]

    @staticmethod
    def types() -> dict[str, Any]:
        """The classes of all named types, by full name."""
        raise NotImplementedError

    def __init__(self, registry: SchemaRegistry | str, subject: str, *, auto_register: bool = True) -> None:
        self._registry = HttpRegistry(registry) if isinstance(registry, str) else registry
        self._subject = subject
        self._auto_register = auto_register
        self._lock = threading.Lock()
        self._head: bytes | None = None
        self._schema = prepare_schema(json.loads(self.SCHEMA))
        self._codec = build_codec(self._schema, self.types())

    def serialize(self, value: T) -> bytes:
        out = io.BytesIO()
        out.write(self._head or self._find_head())
        try:
            schemaless_writer(out, self._schema, self._codec.write(value))
        except SerdeError:
            raise
        except (ValueError, TypeError, OverflowError) as error:
            raise SerdeError(str(error)) from error
        return out.getvalue()

    def __call__(self, value: T | None, context: Any = None) -> bytes | None:
        return None if value is None else self.serialize(value)

    def _find_head(self) -> bytes:
        with self._lock:
            if self._head is None:
                schema_id = self._registry.find_id(self._subject, self.SCHEMA, self._auto_register)
                self._head = struct.pack(">BI", _MAGIC, schema_id)
            return self._head


class AvroDeserializer(Generic[T]):
    """
    Reads values of one root type, by whatever schema they were written: fields that the writer lacked have their
    defaults. Raises SerdeError, which names the field where one is to blame, and RegistryError. May be given to
    confluent-kafka as a value or key deserializer.
    """

    SCHEMA: ClassVar[str]

    @staticmethod
    def types() -> dict[str, Any]:
        """The classes of all named types, by full name."""
        raise NotImplementedError

    def __init__(self, registry: SchemaRegistry | str) -> None:
        self._registry = HttpRegistry(registry) if isinstance(registry, str) else registry
        self._lock = threading.Lock()
        self._writers: OrderedDict[int, Any] = OrderedDict()
        self._codec = build_codec(prepare_schema(json.loads(self.SCHEMA)), self.types())
        self._reader = prepare_schema(json.loads(self.SCHEMA), as_reader=True)

    def deserialize(self, data: bytes) -> T:
        if len(data) < 5 or data[0] != _MAGIC:
            raise SerdeError("the record has no schema id: its first byte is not 0, or it is shorter than 5 bytes")
        writer = self._find_writer(int.from_bytes(data[1:5], "big"))
        source = io.BytesIO(data)
        source.seek(5)
        try:
            wire = schemaless_reader(source, writer, self._reader, return_named_type=True)
        except Exception as error:  # fastavro raises what its helpers do: EOFError, IndexError, its own ones
            raise SerdeError(f"byte {source.tell()}: {type(error).__name__}: {error}") from error
        if source.tell() != len(data):
            raise SerdeError(f"{len(data) - source.tell()} bytes are left over")
        try:
            value: T = self._codec.read(wire)
            return value
        except SerdeError:
            raise
        except (ValueError, TypeError, OverflowError) as error:
            raise SerdeError(str(error)) from error

    def __call__(self, data: bytes | None, context: Any = None) -> T | None:
        return None if data is None else self.deserialize(data)

    def _find_writer(self, schema_id: int) -> Any:
        with self._lock:
            writer = self._writers.get(schema_id)
            if writer is None:
                writer = self._writers[schema_id] = prepare_schema(self._registry.find_schema(schema_id), as_writer=True)
                if len(self._writers) > _MAX_SCHEMAS:
                    self._writers.popitem(last=False)
            return writer


def _put_in(schema: Any, definitions: dict[str, Any], namespace: str) -> Any:
    """The schema with the definition of each name that it refers to in place of the name's first use."""
    if isinstance(schema, str):
        name = schema if "." in schema or schema in definitions else f"{namespace}.{schema}"
        return _put_in(definitions.pop(name), definitions, "") if name in definitions else schema
    if isinstance(schema, list):
        return [_put_in(branch, definitions, namespace) for branch in schema]
    kind = schema["type"]
    if kind in ("record", "error", "enum", "fixed"):
        name = schema["name"]
        inner = name.rpartition(".")[0] if "." in name else schema.get("namespace", namespace)
        if kind in ("enum", "fixed"):
            return {**schema, "namespace": inner}
        fields = [{**field, "type": _put_in(field["type"], definitions, inner)} for field in schema["fields"]]
        return {**schema, "namespace": inner, "fields": fields}
    changed = dict(schema)
    for key in ("items", "values", "type"):
        if key in changed:
            changed[key] = _put_in(changed[key], definitions, namespace)
    return changed
`;
