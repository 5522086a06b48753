// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package store

import (
	"github.com/hamba/avro/v2"
)

// api is hamba/avro with the types that unions of any hold.
var api = newAPI()

func newAPI() avro.API {
	api := avro.Config{
		UnionResolutionError: true,
		MaxByteSliceSize:     64 << 20,
		MaxSliceAllocSize:    1 << 20, // items, which are allocated before they are read
	}.Freeze()
	return api
}

const schemaOfShelf = "{\"type\":\"record\",\"name\":\"Shelf\",\"namespace\":\"com.thingam.store\",\"fields\":[{\"name\":\"boxes\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":\"int\"}}},{\"name\":\"labels\",\"type\":{\"type\":\"map\",\"values\":\"string\"}},{\"name\":\"byRoom\",\"type\":{\"type\":\"map\",\"values\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"Box\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}}}},{\"name\":\"maybe\",\"type\":{\"type\":\"array\",\"items\":[\"null\",\"string\"]}}]}"

var parsedShelf = avro.MustParse(schemaOfShelf)

// NewShelfSerializer makes a serializer that writes Shelf under the subject.
func NewShelfSerializer(registry Registry, subject string) *Serializer[Shelf] {
	return &Serializer[Shelf]{registry: registry, subject: subject, text: schemaOfShelf, schema: parsedShelf}
}

// NewShelfDeserializer makes a deserializer that reads Shelf, whatever version it was written as.
func NewShelfDeserializer(registry Registry) *Deserializer[Shelf] {
	return &Deserializer[Shelf]{registry: registry, reader: parsedShelf, schemas: map[int]avro.Schema{}}
}
