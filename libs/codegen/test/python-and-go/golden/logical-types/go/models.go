// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package clocks

import (
	"math/big"
	"time"

	"github.com/hamba/avro/v2"
)

// Times: the record com.thingam.clocks.Times.
type Times struct {
	Day         time.Time            `avro:"day"`
	Clock       time.Duration        `avro:"clock"`
	ClockMicros time.Duration        `avro:"clockMicros"`
	At          time.Time            `avro:"at"`
	AtMicros    time.Time            `avro:"atMicros"`
	AtNanos     int64                `avro:"atNanos"`
	Local       time.Time            `avro:"local"`
	LocalMicros time.Time            `avro:"localMicros"`
	LocalNanos  int64                `avro:"localNanos"`
	Price       *big.Rat             `avro:"price"`
	Sum         *big.Rat             `avro:"sum"`
	Any         []byte               `avro:"any"`
	Id          string               `avro:"id"`
	IdBytes     Id                   `avro:"idBytes"`
	Span        avro.LogicalDuration `avro:"span"`
	Wrong       []byte               `avro:"wrong"`
	Unknown     string               `avro:"unknown"`
}

// Id: exactly 16 bytes.
type Id [16]byte
