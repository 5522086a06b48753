# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from typing import Any

from . import models
from ...serde import AvroDeserializer, AvroSerializer

DOCUMENTED_SCHEMA = "{\"type\":\"record\",\"name\":\"Documented\",\"namespace\":\"com.thingam\",\"doc\":\"A record\\n\\nwith paragraphs.\",\"fields\":[{\"name\":\"one\",\"type\":\"string\",\"doc\":\"One line with \\\"\\\"\\\"quotes\\\"\\\"\\\" and a \\\\ backslash.\"},{\"name\":\"two\",\"type\":\"int\",\"doc\":\"Two lines:\\nthe second */ `one`.\\r\\n\\tAnd a third\\\"\"},{\"name\":\"three\",\"type\":{\"type\":\"fixed\",\"name\":\"Three\",\"doc\":\"Three bytes.\",\"size\":3}},{\"name\":\"four\",\"type\":\"int\"}]}"


def _documented_types() -> dict[str, Any]:
    return {
        "com.thingam.Documented": models.Documented,
        "com.thingam.Three": models.Three,
    }


class DocumentedSerializer(AvroSerializer[models.Documented]):
    """Writes Documented."""

    SCHEMA = DOCUMENTED_SCHEMA
    types = staticmethod(_documented_types)


class DocumentedDeserializer(AvroDeserializer[models.Documented]):
    """Reads Documented, whatever version it was written as."""

    SCHEMA = DOCUMENTED_SCHEMA
    types = staticmethod(_documented_types)
