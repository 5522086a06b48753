// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package doors

import (
	"time"
)

// AvroDate is a date in a union, where a plain time.Time would be written as one, timestamp or not.
type AvroDate time.Time

// AvroTimestamp is a timestamp in a union.
type AvroTimestamp time.Time

// AvroTimeMillis is a time of milliseconds in a union, where a plain time.Duration would be written as one.
type AvroTimeMillis time.Duration

// AvroTimeMicros is a time of microseconds in a union.
type AvroTimeMicros time.Duration

// Event: the record com.thingam.doors.Event.
type Event struct {
	// One of string, int64.
	Id any `avro:"id"`
	// One of nil, Opened, Closed, Moved.
	Body any `avro:"body"`
	// One of int32, int64, float32, float64.
	Number any `avro:"number"`
	// One of []byte, Token, Half.
	Raw any `avro:"raw"`
	// One of Level, string, bool.
	Level any `avro:"level"`
	// One of string, []Opened, map[string]int32.
	Parts any `avro:"parts"`
	// One of nil, AvroDate, AvroTimestamp.
	When any `avro:"when"`
	// One of AvroTimeMillis, AvroTimeMicros.
	Clock any `avro:"clock"`
	// One of nil, *big.Rat, string.
	Price any `avro:"price"`
}

// Opened: the record com.thingam.doors.Opened.
type Opened struct {
	Door string `avro:"door"`
}

// Closed: the record com.thingam.doors.Closed.
type Closed struct {
	Door string `avro:"door"`
}

// Moved: the record com.thingam.doors.Moved.
type Moved struct {
	Door string `avro:"door"`
	By   int32  `avro:"by"`
}

// Token: exactly 8 bytes.
type Token [8]byte

// Half: exactly 8 bytes.
type Half [8]byte

// Level: one of LevelLOW, LevelHIGH.
type Level string

// Values of Level.
const (
	LevelLOW  Level = "LOW"
	LevelHIGH Level = "HIGH"
)
