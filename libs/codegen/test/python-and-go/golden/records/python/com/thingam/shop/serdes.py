# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from typing import Any

from . import models
from ....serde import AvroDeserializer, AvroSerializer

ORDER_SCHEMA = "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"com.thingam.shop\",\"fields\":[{\"name\":\"number\",\"type\":\"long\"},{\"name\":\"customer\",\"type\":{\"type\":\"record\",\"name\":\"Customer\",\"fields\":[{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"vip\",\"type\":\"boolean\"}]}},{\"name\":\"paid\",\"type\":\"boolean\"},{\"name\":\"weight\",\"type\":\"float\"},{\"name\":\"total\",\"type\":\"double\"},{\"name\":\"pieces\",\"type\":\"int\"},{\"name\":\"nothing\",\"type\":\"null\"},{\"name\":\"empty\",\"type\":{\"type\":\"record\",\"name\":\"Empty\",\"fields\":[]}}]}"


def _order_types() -> dict[str, Any]:
    return {
        "com.thingam.shop.Order": models.Order,
        "com.thingam.shop.Customer": models.Customer,
        "com.thingam.shop.Empty": models.Empty,
    }


class OrderSerializer(AvroSerializer[models.Order]):
    """Writes Order."""

    SCHEMA = ORDER_SCHEMA
    types = staticmethod(_order_types)


class OrderDeserializer(AvroDeserializer[models.Order]):
    """Reads Order, whatever version it was written as."""

    SCHEMA = ORDER_SCHEMA
    types = staticmethod(_order_types)
