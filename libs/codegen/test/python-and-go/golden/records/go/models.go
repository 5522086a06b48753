// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package shop

// Order: the record com.thingam.shop.Order.
type Order struct {
	Number   int64    `avro:"number"`
	Customer Customer `avro:"customer"`
	Paid     bool     `avro:"paid"`
	Weight   float32  `avro:"weight"`
	Total    float64  `avro:"total"`
	Pieces   int32    `avro:"pieces"`
	Nothing  any      `avro:"nothing"`
	Empty    Empty    `avro:"empty"`
}

// Customer: the record com.thingam.shop.Customer.
type Customer struct {
	Name string `avro:"name"`
	Vip  bool   `avro:"vip"`
}

// Empty: the record com.thingam.shop.Empty.
type Empty struct{}
