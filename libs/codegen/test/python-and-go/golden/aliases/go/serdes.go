// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package thingam

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

const schemaOfMeter = "{\"type\":\"record\",\"name\":\"Meter\",\"namespace\":\"com.thingam\",\"fields\":[{\"name\":\"reading\",\"type\":\"double\",\"aliases\":[\"value\",\"val\"]},{\"name\":\"unit\",\"type\":\"string\",\"default\":\"C\",\"aliases\":[\"units\"]},{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"Kind\",\"symbols\":[\"A\",\"B\"],\"aliases\":[\"OldKind\"]}}],\"aliases\":[\"Gauge\",\"com.old.Gauge\"]}"

var parsedMeter = avro.MustParse(schemaOfMeter)

// NewMeterSerializer makes a serializer that writes Meter under the subject.
func NewMeterSerializer(registry Registry, subject string) *Serializer[Meter] {
	return &Serializer[Meter]{registry: registry, subject: subject, text: schemaOfMeter, schema: parsedMeter}
}

// NewMeterDeserializer makes a deserializer that reads Meter, whatever version it was written as.
func NewMeterDeserializer(registry Registry) *Deserializer[Meter] {
	return &Deserializer[Meter]{registry: registry, reader: parsedMeter, schemas: map[int]avro.Schema{}}
}
