// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package clocks

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

const schemaOfTimes = "{\"type\":\"record\",\"name\":\"Times\",\"namespace\":\"com.thingam.clocks\",\"fields\":[{\"name\":\"day\",\"type\":{\"type\":\"int\",\"logicalType\":\"date\"}},{\"name\":\"clock\",\"type\":{\"type\":\"int\",\"logicalType\":\"time-millis\"}},{\"name\":\"clockMicros\",\"type\":{\"type\":\"long\",\"logicalType\":\"time-micros\"}},{\"name\":\"at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}},{\"name\":\"atMicros\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}},{\"name\":\"atNanos\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"}},{\"name\":\"local\",\"type\":{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"}},{\"name\":\"localMicros\",\"type\":{\"type\":\"long\",\"logicalType\":\"local-timestamp-micros\"}},{\"name\":\"localNanos\",\"type\":{\"type\":\"long\",\"logicalType\":\"local-timestamp-nanos\"}},{\"name\":\"price\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":12,\"scale\":4}},{\"name\":\"sum\",\"type\":{\"type\":\"fixed\",\"name\":\"Sum\",\"size\":8,\"logicalType\":\"decimal\",\"precision\":16,\"scale\":2}},{\"name\":\"any\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"big-decimal\"}},{\"name\":\"id\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"}},{\"name\":\"idBytes\",\"type\":{\"type\":\"fixed\",\"name\":\"Id\",\"size\":16,\"logicalType\":\"uuid\"}},{\"name\":\"span\",\"type\":{\"type\":\"fixed\",\"name\":\"Span\",\"size\":12,\"logicalType\":\"duration\"}},{\"name\":\"wrong\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":2,\"scale\":3}},{\"name\":\"unknown\",\"type\":{\"type\":\"string\",\"logicalType\":\"colour\"}}]}"

var parsedTimes = avro.MustParse(schemaOfTimes)

// NewTimesSerializer makes a serializer that writes Times under the subject.
func NewTimesSerializer(registry Registry, subject string) *Serializer[Times] {
	return &Serializer[Times]{registry: registry, subject: subject, text: schemaOfTimes, schema: parsedTimes}
}

// NewTimesDeserializer makes a deserializer that reads Times, whatever version it was written as.
func NewTimesDeserializer(registry Registry) *Deserializer[Times] {
	return &Deserializer[Times]{registry: registry, reader: parsedTimes, schemas: map[int]avro.Schema{}}
}
