// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package a

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

const schemaOfSensor = "{\"type\":\"record\",\"name\":\"Sensor\",\"namespace\":\"com.thingam.a\",\"fields\":[{\"name\":\"place\",\"type\":{\"type\":\"record\",\"name\":\"Place\",\"namespace\":\"com.thingam.b\",\"fields\":[{\"name\":\"hall\",\"type\":\"int\"},{\"name\":\"sensor\",\"type\":[\"null\",\"com.thingam.a.Sensor\"],\"default\":null}]}},{\"name\":\"other\",\"type\":{\"type\":\"record\",\"name\":\"Sensor\",\"namespace\":\"com.thingam.b.models\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"},{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"Kind\",\"symbols\":[\"A\",\"B\"]},\"default\":\"B\"}]}},{\"name\":\"plain\",\"type\":{\"type\":\"record\",\"name\":\"Plain\",\"namespace\":\"\",\"fields\":[{\"name\":\"x\",\"type\":\"com.thingam.b.models.Kind\",\"default\":\"A\"},{\"name\":\"back\",\"type\":[\"null\",\"com.thingam.b.Place\"],\"default\":null}]}}]}"

var parsedSensor = avro.MustParse(schemaOfSensor)

// NewSensorSerializer makes a serializer that writes Sensor under the subject.
func NewSensorSerializer(registry Registry, subject string) *Serializer[Sensor] {
	return &Serializer[Sensor]{registry: registry, subject: subject, text: schemaOfSensor, schema: parsedSensor}
}

// NewSensorDeserializer makes a deserializer that reads Sensor, whatever version it was written as.
func NewSensorDeserializer(registry Registry) *Deserializer[Sensor] {
	return &Deserializer[Sensor]{registry: registry, reader: parsedSensor, schemas: map[int]avro.Schema{}}
}
