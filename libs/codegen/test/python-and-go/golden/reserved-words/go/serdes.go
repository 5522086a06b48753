// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package typemodels

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

const schemaOfClass = "{\"type\":\"record\",\"name\":\"class\",\"namespace\":\"import.from.type\",\"fields\":[{\"name\":\"class\",\"type\":\"string\"},{\"name\":\"def\",\"type\":\"int\"},{\"name\":\"type\",\"type\":\"string\"},{\"name\":\"func\",\"type\":\"int\"},{\"name\":\"self\",\"type\":\"int\"},{\"name\":\"int\",\"type\":\"string\"},{\"name\":\"str\",\"type\":\"int\"},{\"name\":\"list\",\"type\":{\"type\":\"array\",\"items\":\"int\"}},{\"name\":\"__private\",\"type\":\"int\"},{\"name\":\"_under\",\"type\":\"int\"},{\"name\":\"datetime\",\"type\":{\"type\":\"int\",\"logicalType\":\"date\"}},{\"name\":\"field\",\"type\":\"int\"},{\"name\":\"Map\",\"type\":{\"type\":\"map\",\"values\":{\"type\":\"record\",\"name\":\"map\",\"fields\":[{\"name\":\"range\",\"type\":\"int\"}]}}},{\"name\":\"map\",\"type\":\"map\"},{\"name\":\"import\",\"type\":{\"type\":\"record\",\"name\":\"Registry\",\"fields\":[{\"name\":\"var\",\"type\":\"int\"}]}}]}"

var parsedClass = avro.MustParse(schemaOfClass)

// NewClassSerializer makes a serializer that writes Class under the subject.
func NewClassSerializer(registry Registry, subject string) *Serializer[Class] {
	return &Serializer[Class]{registry: registry, subject: subject, text: schemaOfClass, schema: parsedClass}
}

// NewClassDeserializer makes a deserializer that reads Class, whatever version it was written as.
func NewClassDeserializer(registry Registry) *Deserializer[Class] {
	return &Deserializer[Class]{registry: registry, reader: parsedClass, schemas: map[int]avro.Schema{}}
}
