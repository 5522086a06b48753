// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package a

// Sensor: the record com.thingam.a.Sensor.
type Sensor struct {
	Place Place   `avro:"place"`
	Other Sensor_ `avro:"other"`
	Plain Plain   `avro:"plain"`
}

// Place: the record com.thingam.b.Place.
type Place struct {
	Hall   int32   `avro:"hall"`
	Sensor *Sensor `avro:"sensor"`
}

// Sensor_: the record com.thingam.b.models.Sensor.
type Sensor_ struct {
	X    int32 `avro:"x"`
	Kind Kind  `avro:"kind"`
}

// NewSensor_ is a Sensor_ with the defaults of its schema.
func NewSensor_() Sensor_ {
	var value Sensor_
	value.Kind = KindB
	return value
}

// Kind: one of KindA, KindB.
type Kind string

// Values of Kind.
const (
	KindA Kind = "A"
	KindB Kind = "B"
)

// Plain: the record Plain.
type Plain struct {
	X    Kind   `avro:"x"`
	Back *Place `avro:"back"`
}

// NewPlain is a Plain with the defaults of its schema.
func NewPlain() Plain {
	var value Plain
	value.X = KindA
	return value
}
