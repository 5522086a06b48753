// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package store

// Shelf: the record com.thingam.store.Shelf.
type Shelf struct {
	Boxes  [][]int32         `avro:"boxes"`
	Labels map[string]string `avro:"labels"`
	ByRoom map[string][]Box  `avro:"byRoom"`
	Maybe  []*string         `avro:"maybe"`
}

// Box: the record com.thingam.store.Box.
type Box struct {
	Id string `avro:"id"`
}
