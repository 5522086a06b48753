# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import (
    Mac,
    Settings,
    Spot,
)
from .serdes import (
    SettingsDeserializer,
    SettingsSerializer,
)

__all__ = [
    "Mac",
    "Settings",
    "SettingsDeserializer",
    "SettingsSerializer",
    "Spot",
]
