# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from dataclasses import dataclass

from ....com.thingam.a import models as com_thingam_a_models


@dataclass(kw_only=True, slots=True)
class Place:
    hall: int
    sensor: com_thingam_a_models.Sensor | None = None
