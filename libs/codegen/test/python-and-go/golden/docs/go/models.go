// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package thingam

// Documented: A record
//
// with paragraphs.
type Documented struct {
	// One line with """quotes""" and a \ backslash.
	One string `avro:"one"`
	// Two lines:
	// the second */ `one`.
	// 	And a third"
	Two   int32 `avro:"two"`
	Three Three `avro:"three"`
	Four  int32 `avro:"four"`
}

// Three bytes.
type Three [3]byte
