# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import (
    Customer,
    Empty,
    Order,
)
from .serdes import (
    OrderDeserializer,
    OrderSerializer,
)

__all__ = [
    "Customer",
    "Empty",
    "Order",
    "OrderDeserializer",
    "OrderSerializer",
]
