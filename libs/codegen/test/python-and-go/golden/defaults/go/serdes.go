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
	api.Register("int", *new(int32))
	api.Register("string", *new(string))
	return api
}

const schemaOfSettings = "{\"type\":\"record\",\"name\":\"Settings\",\"namespace\":\"com.thingam\",\"fields\":[{\"name\":\"on\",\"type\":\"boolean\",\"default\":true},{\"name\":\"count\",\"type\":\"int\",\"default\":-3},{\"name\":\"big\",\"type\":\"long\",\"default\":9007199254740993},{\"name\":\"ratio\",\"type\":\"float\",\"default\":0.5},{\"name\":\"exact\",\"type\":\"double\",\"default\":1.0E21},{\"name\":\"text\",\"type\":\"string\",\"default\":\"a 'b' \\\"c\\\" \\\\ \\n é 😀 \u2028\"},{\"name\":\"raw\",\"type\":\"bytes\",\"default\":\"\\u0000ÿ\\\"\"},{\"name\":\"mac\",\"type\":{\"type\":\"fixed\",\"name\":\"Mac\",\"size\":2},\"default\":\"\\u0001þ\"},{\"name\":\"list\",\"type\":{\"type\":\"array\",\"items\":\"long\"},\"default\":[1,2]},{\"name\":\"names\",\"type\":{\"type\":\"map\",\"values\":\"string\"},\"default\":{\"a b\":\"c\"}},{\"name\":\"spot\",\"type\":{\"type\":\"record\",\"name\":\"Spot\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"},{\"name\":\"y\",\"type\":\"int\",\"default\":4}]},\"default\":{\"x\":1}},{\"name\":\"level\",\"type\":[\"int\",\"string\"],\"default\":7},{\"name\":\"day\",\"type\":{\"type\":\"int\",\"logicalType\":\"date\"},\"default\":19000},{\"name\":\"at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"default\":1700000000120},{\"name\":\"price\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":6,\"scale\":2},\"default\":\"\\u0001\\u0000\"},{\"name\":\"id\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"default\":\"6f1c2f7e-0b7a-4c43-9d3f-0123456789ab\"},{\"name\":\"required\",\"type\":\"string\"}]}"

var parsedSettings = avro.MustParse(schemaOfSettings)

// NewSettingsSerializer makes a serializer that writes Settings under the subject.
func NewSettingsSerializer(registry Registry, subject string) *Serializer[Settings] {
	return &Serializer[Settings]{registry: registry, subject: subject, text: schemaOfSettings, schema: parsedSettings}
}

// NewSettingsDeserializer makes a deserializer that reads Settings, whatever version it was written as.
func NewSettingsDeserializer(registry Registry) *Deserializer[Settings] {
	return &Deserializer[Settings]{registry: registry, reader: parsedSettings, schemas: map[int]avro.Schema{}}
}
