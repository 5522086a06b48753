# Made by `sluice generate --avro cases --out gen`; edit its source instead.

