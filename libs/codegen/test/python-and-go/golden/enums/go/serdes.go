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

const schemaOfMachine = "{\"type\":\"record\",\"name\":\"Machine\",\"namespace\":\"com.thingam\",\"fields\":[{\"name\":\"state\",\"type\":{\"type\":\"enum\",\"name\":\"State\",\"doc\":\"What it does.\",\"symbols\":[\"RUNNING\",\"IDLE\",\"FAULT\"],\"default\":\"IDLE\"},\"default\":\"RUNNING\"},{\"name\":\"colour\",\"type\":{\"type\":\"enum\",\"name\":\"Colour\",\"symbols\":[\"red\",\"darkRed\",\"None\",\"name\",\"X1\",\"_5\"]}},{\"name\":\"before\",\"type\":{\"type\":\"array\",\"items\":\"State\"}}]}"

var parsedMachine = avro.MustParse(schemaOfMachine)

// NewMachineSerializer makes a serializer that writes Machine under the subject.
func NewMachineSerializer(registry Registry, subject string) *Serializer[Machine] {
	return &Serializer[Machine]{registry: registry, subject: subject, text: schemaOfMachine, schema: parsedMachine}
}

// NewMachineDeserializer makes a deserializer that reads Machine, whatever version it was written as.
func NewMachineDeserializer(registry Registry) *Deserializer[Machine] {
	return &Deserializer[Machine]{registry: registry, reader: parsedMachine, schemas: map[int]avro.Schema{}}
}
