// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package parts

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

const schemaOfPart = "{\"type\":\"record\",\"name\":\"Part\",\"namespace\":\"com.thingam.parts\",\"fields\":[{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"inside\",\"type\":{\"type\":\"array\",\"items\":\"Part\"}},{\"name\":\"next\",\"type\":[\"null\",\"Part\"],\"default\":null},{\"name\":\"byName\",\"type\":{\"type\":\"map\",\"values\":\"Part\"}},{\"name\":\"other\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"Joint\",\"fields\":[{\"name\":\"part\",\"type\":[\"null\",\"Part\"],\"default\":null}]}],\"default\":null}]}"

var parsedPart = avro.MustParse(schemaOfPart)

// NewPartSerializer makes a serializer that writes Part under the subject.
func NewPartSerializer(registry Registry, subject string) *Serializer[Part] {
	return &Serializer[Part]{registry: registry, subject: subject, text: schemaOfPart, schema: parsedPart}
}

// NewPartDeserializer makes a deserializer that reads Part, whatever version it was written as.
func NewPartDeserializer(registry Registry) *Deserializer[Part] {
	return &Deserializer[Part]{registry: registry, reader: parsedPart, schemas: map[int]avro.Schema{}}
}
