// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package thingam

import (
	"math/big"
	"time"
)

// Settings: the record com.thingam.Settings.
type Settings struct {
	On    bool              `avro:"on"`
	Count int32             `avro:"count"`
	Big   int64             `avro:"big"`
	Ratio float32           `avro:"ratio"`
	Exact float64           `avro:"exact"`
	Text  string            `avro:"text"`
	Raw   []byte            `avro:"raw"`
	Mac   Mac               `avro:"mac"`
	List  []int64           `avro:"list"`
	Names map[string]string `avro:"names"`
	Spot  Spot              `avro:"spot"`
	// One of int32, string.
	Level    any       `avro:"level"`
	Day      time.Time `avro:"day"`
	At       time.Time `avro:"at"`
	Price    *big.Rat  `avro:"price"`
	Id       string    `avro:"id"`
	Required string    `avro:"required"`
}

// NewSettings is a Settings with the defaults of its schema.
func NewSettings() Settings {
	var value Settings
	value.On = true
	value.Count = int32(-3)
	value.Big = int64(9007199254740993)
	value.Ratio = float32(0.5)
	value.Exact = float64(1e+21)
	value.Text = "a 'b' \"c\" \\ \n é 😀 \u2028"
	value.Raw = []byte{0, 255, 34}
	value.Mac = Mac{1, 254}
	value.List = []int64{int64(1), int64(2)}
	value.Names = map[string]string{"a b": "c"}
	value.Spot = Spot{X: int32(1), Y: int32(4)}
	value.Level = int32(7)
	value.Day = time.Unix(1641600000, 0).UTC()
	value.At = time.UnixMilli(1700000000120).UTC()
	value.Price = Rat("2.56")
	value.Id = "6f1c2f7e-0b7a-4c43-9d3f-0123456789ab"
	return value
}

// Mac: exactly 2 bytes.
type Mac [2]byte

// Spot: the record com.thingam.Spot.
type Spot struct {
	X int32 `avro:"x"`
	Y int32 `avro:"y"`
}

// NewSpot is a Spot with the defaults of its schema.
func NewSpot() Spot {
	var value Spot
	value.Y = int32(4)
	return value
}
