# Made by `sluice generate --avro cases --out gen`; edit its source instead.
"""Values of every root type, there and back."""

from __future__ import annotations

import unittest

from .com.thingam.shop import models as com_thingam_shop_models
from .com.thingam.shop import serdes as com_thingam_shop_serdes
from .serde import MemoryRegistry, SerdeError


class RoundTrip(unittest.TestCase):
    def test_com_thingam_shop_Order(self) -> None:
        registry = MemoryRegistry()
        serializer = com_thingam_shop_serdes.OrderSerializer(registry, "test-value")
        deserializer = com_thingam_shop_serdes.OrderDeserializer(registry)
        values = [
            com_thingam_shop_models.Order(
                number=1767225600123000,
                customer=com_thingam_shop_models.Customer(name="text 1", vip=True),
                paid=False,
                weight=5.5,
                total=6.5,
                pieces=20006,
                nothing=None,
                empty=com_thingam_shop_models.Empty(),
            ),
        ]
        for value in values:
            data = serializer.serialize(value)
            self.assertEqual(deserializer.deserialize(data), value)
            with self.assertRaises(SerdeError):
                deserializer.deserialize(data[:-1])


if __name__ == "__main__":
    unittest.main()
