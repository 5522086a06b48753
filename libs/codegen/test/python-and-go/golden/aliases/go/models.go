// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package thingam

// Meter: the record com.thingam.Meter.
type Meter struct {
	Reading float64 `avro:"reading"`
	Unit    string  `avro:"unit"`
	Kind    Kind    `avro:"kind"`
}

// NewMeter is a Meter with the defaults of its schema.
func NewMeter() Meter {
	var value Meter
	value.Unit = "C"
	return value
}

// Kind: one of KindA, KindB.
type Kind string

// Values of Kind.
const (
	KindA Kind = "A"
	KindB Kind = "B"
)
