// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package shop

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

const schemaOfOrder = "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"com.thingam.shop\",\"fields\":[{\"name\":\"number\",\"type\":\"long\"},{\"name\":\"customer\",\"type\":{\"type\":\"record\",\"name\":\"Customer\",\"fields\":[{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"vip\",\"type\":\"boolean\"}]}},{\"name\":\"paid\",\"type\":\"boolean\"},{\"name\":\"weight\",\"type\":\"float\"},{\"name\":\"total\",\"type\":\"double\"},{\"name\":\"pieces\",\"type\":\"int\"},{\"name\":\"nothing\",\"type\":\"null\"},{\"name\":\"empty\",\"type\":{\"type\":\"record\",\"name\":\"Empty\",\"fields\":[]}}]}"

var parsedOrder = avro.MustParse(schemaOfOrder)

// NewOrderSerializer makes a serializer that writes Order under the subject.
func NewOrderSerializer(registry Registry, subject string) *Serializer[Order] {
	return &Serializer[Order]{registry: registry, subject: subject, text: schemaOfOrder, schema: parsedOrder}
}

// NewOrderDeserializer makes a deserializer that reads Order, whatever version it was written as.
func NewOrderDeserializer(registry Registry) *Deserializer[Order] {
	return &Deserializer[Order]{registry: registry, reader: parsedOrder, schemas: map[int]avro.Schema{}}
}
