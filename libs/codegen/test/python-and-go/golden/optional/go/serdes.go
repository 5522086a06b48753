// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package sensors

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

const schemaOfReading = "{\"type\":\"record\",\"name\":\"Reading\",\"namespace\":\"com.thingam.sensors\",\"fields\":[{\"name\":\"a\",\"type\":[\"null\",\"int\"],\"default\":null},{\"name\":\"b\",\"type\":[\"string\",\"null\"],\"default\":\"x\"},{\"name\":\"c\",\"type\":[\"null\",\"bytes\"],\"default\":null},{\"name\":\"d\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null},{\"name\":\"e\",\"type\":[\"null\",{\"type\":\"map\",\"values\":\"int\"}],\"default\":null},{\"name\":\"f\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"Spot\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}],\"default\":null},{\"name\":\"g\",\"type\":[\"null\",{\"type\":\"enum\",\"name\":\"Side\",\"symbols\":[\"LEFT\",\"RIGHT\"]}],\"default\":null},{\"name\":\"h\",\"type\":[\"null\",{\"type\":\"fixed\",\"name\":\"Mac\",\"size\":6}],\"default\":null},{\"name\":\"i\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":8,\"scale\":2}],\"default\":null},{\"name\":\"j\",\"type\":[\"null\",{\"type\":\"fixed\",\"name\":\"Sum\",\"size\":8,\"logicalType\":\"decimal\",\"precision\":10,\"scale\":3}],\"default\":null},{\"name\":\"k\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null},{\"name\":\"l\",\"type\":[\"null\",{\"type\":\"string\",\"logicalType\":\"uuid\"}],\"default\":null}]}"

var parsedReading = avro.MustParse(schemaOfReading)

// NewReadingSerializer makes a serializer that writes Reading under the subject.
func NewReadingSerializer(registry Registry, subject string) *Serializer[Reading] {
	return &Serializer[Reading]{registry: registry, subject: subject, text: schemaOfReading, schema: parsedReading}
}

// NewReadingDeserializer makes a deserializer that reads Reading, whatever version it was written as.
func NewReadingDeserializer(registry Registry) *Deserializer[Reading] {
	return &Deserializer[Reading]{registry: registry, reader: parsedReading, schemas: map[int]avro.Schema{}}
}
