# Made by `sluice generate --avro cases --out gen`; edit its source instead.
from __future__ import annotations

from dataclasses import dataclass, field

from .com.thingam.b import models as com_thingam_b_models
from .com.thingam.b.models_ import models as com_thingam_b_models__models


@dataclass(kw_only=True, slots=True)
class Plain:
    x: com_thingam_b_models__models.Kind = field(default_factory=lambda: com_thingam_b_models__models.Kind.A)
    back: com_thingam_b_models.Place | None = None
