// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package doors

import (
	"math/big"

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
	api.Register("string", *new(string))
	api.Register("long", *new(int64))
	api.Register("com.thingam.doors.Opened", *new(Opened))
	api.Register("com.thingam.doors.Closed", *new(Closed))
	api.Register("com.thingam.doors.Moved", *new(Moved))
	api.Register("int", *new(int32))
	api.Register("float", *new(float32))
	api.Register("double", *new(float64))
	api.Register("bytes", []byte{})
	api.Register("com.thingam.doors.Token", *new(Token))
	api.Register("com.thingam.doors.Half", *new(Half))
	api.Register("com.thingam.doors.Level", *new(Level))
	api.Register("boolean", *new(bool))
	api.Register("array:com.thingam.doors.Opened", []Opened{})
	api.Register("map:int", map[string]int32{})
	api.Register("int.date", *new(AvroDate))
	api.Register("long.timestamp-micros", *new(AvroTimestamp))
	api.Register("int.time-millis", AvroTimeMillis(0))
	api.Register("long.time-micros", AvroTimeMicros(0))
	api.Register("bytes.decimal", &big.Rat{})
	return api
}

const schemaOfEvent = "{\"type\":\"record\",\"name\":\"Event\",\"namespace\":\"com.thingam.doors\",\"fields\":[{\"name\":\"id\",\"type\":[\"string\",\"long\"]},{\"name\":\"body\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"Opened\",\"fields\":[{\"name\":\"door\",\"type\":\"string\"}]},{\"type\":\"record\",\"name\":\"Closed\",\"fields\":[{\"name\":\"door\",\"type\":\"string\"}]},{\"type\":\"record\",\"name\":\"Moved\",\"fields\":[{\"name\":\"door\",\"type\":\"string\"},{\"name\":\"by\",\"type\":\"int\"}]}]},{\"name\":\"number\",\"type\":[\"int\",\"long\",\"float\",\"double\"]},{\"name\":\"raw\",\"type\":[\"bytes\",{\"type\":\"fixed\",\"name\":\"Token\",\"size\":8},{\"type\":\"fixed\",\"name\":\"Half\",\"size\":8}]},{\"name\":\"level\",\"type\":[{\"type\":\"enum\",\"name\":\"Level\",\"symbols\":[\"LOW\",\"HIGH\"]},\"string\",\"boolean\"]},{\"name\":\"parts\",\"type\":[\"string\",{\"type\":\"array\",\"items\":\"Opened\"},{\"type\":\"map\",\"values\":\"int\"}]},{\"name\":\"when\",\"type\":[\"null\",{\"type\":\"int\",\"logicalType\":\"date\"},{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}],\"default\":null},{\"name\":\"clock\",\"type\":[{\"type\":\"int\",\"logicalType\":\"time-millis\"},{\"type\":\"long\",\"logicalType\":\"time-micros\"}]},{\"name\":\"price\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":8,\"scale\":2},\"string\"],\"default\":null}]}"

var parsedEvent = avro.MustParse(schemaOfEvent)

// NewEventSerializer makes a serializer that writes Event under the subject.
func NewEventSerializer(registry Registry, subject string) *Serializer[Event] {
	return &Serializer[Event]{registry: registry, subject: subject, text: schemaOfEvent, schema: parsedEvent}
}

// NewEventDeserializer makes a deserializer that reads Event, whatever version it was written as.
func NewEventDeserializer(registry Registry) *Deserializer[Event] {
	return &Deserializer[Event]{registry: registry, reader: parsedEvent, schemas: map[int]avro.Schema{}}
}
