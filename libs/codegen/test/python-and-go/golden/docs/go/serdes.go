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

const schemaOfDocumented = "{\"type\":\"record\",\"name\":\"Documented\",\"namespace\":\"com.thingam\",\"doc\":\"A record\\n\\nwith paragraphs.\",\"fields\":[{\"name\":\"one\",\"type\":\"string\",\"doc\":\"One line with \\\"\\\"\\\"quotes\\\"\\\"\\\" and a \\\\ backslash.\"},{\"name\":\"two\",\"type\":\"int\",\"doc\":\"Two lines:\\nthe second */ `one`.\\r\\n\\tAnd a third\\\"\"},{\"name\":\"three\",\"type\":{\"type\":\"fixed\",\"name\":\"Three\",\"doc\":\"Three bytes.\",\"size\":3}},{\"name\":\"four\",\"type\":\"int\"}]}"

var parsedDocumented = avro.MustParse(schemaOfDocumented)

// NewDocumentedSerializer makes a serializer that writes Documented under the subject.
func NewDocumentedSerializer(registry Registry, subject string) *Serializer[Documented] {
	return &Serializer[Documented]{registry: registry, subject: subject, text: schemaOfDocumented, schema: parsedDocumented}
}

// NewDocumentedDeserializer makes a deserializer that reads Documented, whatever version it was written as.
func NewDocumentedDeserializer(registry Registry) *Deserializer[Documented] {
	return &Deserializer[Documented]{registry: registry, reader: parsedDocumented, schemas: map[int]avro.Schema{}}
}
