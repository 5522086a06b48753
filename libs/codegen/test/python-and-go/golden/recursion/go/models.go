// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package parts

// Part: the record com.thingam.parts.Part.
type Part struct {
	Name   string          `avro:"name"`
	Inside []Part          `avro:"inside"`
	Next   *Part           `avro:"next"`
	ByName map[string]Part `avro:"byName"`
	Other  *Joint          `avro:"other"`
}

// Joint: the record com.thingam.parts.Joint.
type Joint struct {
	Part *Part `avro:"part"`
}
