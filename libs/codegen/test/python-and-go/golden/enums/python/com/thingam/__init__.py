# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from .models import (
    Colour,
    Machine,
    State,
)
from .serdes import (
    MachineDeserializer,
    MachineSerializer,
)

__all__ = [
    "Colour",
    "Machine",
    "MachineDeserializer",
    "MachineSerializer",
    "State",
]
