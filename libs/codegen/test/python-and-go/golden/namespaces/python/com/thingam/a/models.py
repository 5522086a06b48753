# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from dataclasses import dataclass

from .... import models as root_models
from ....com.thingam.b import models as com_thingam_b_models
from ....com.thingam.b.models_ import models as com_thingam_b_models__models


@dataclass(kw_only=True, slots=True)
class Sensor:
    place: com_thingam_b_models.Place
    other: com_thingam_b_models__models.Sensor
    plain: root_models.Plain
