// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package sensors

import (
	"math/big"
	"time"
)

// Reading: the record com.thingam.sensors.Reading.
type Reading struct {
	A *int32            `avro:"a"`
	B *string           `avro:"b"`
	C []byte            `avro:"c"`
	D []string          `avro:"d"`
	E *map[string]int32 `avro:"e"`
	F *Spot             `avro:"f"`
	G *Side             `avro:"g"`
	H *Mac              `avro:"h"`
	I **big.Rat         `avro:"i"`
	J **big.Rat         `avro:"j"`
	K *time.Time        `avro:"k"`
	L *string           `avro:"l"`
}

// NewReading is a Reading with the defaults of its schema.
func NewReading() Reading {
	var value Reading
	value.B = Ptr("x")
	return value
}

// Spot: the record com.thingam.sensors.Spot.
type Spot struct {
	X int32 `avro:"x"`
}

// Side: one of SideLEFT, SideRIGHT.
type Side string

// Values of Side.
const (
	SideLEFT  Side = "LEFT"
	SideRIGHT Side = "RIGHT"
)

// Mac: exactly 6 bytes.
type Mac [6]byte
