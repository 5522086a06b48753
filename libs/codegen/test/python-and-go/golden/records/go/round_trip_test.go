// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package shop

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"
)

// memoryRegistry gives the schema that was written last.
type memoryRegistry struct{ text string }

func (r *memoryRegistry) FindID(_ context.Context, _, schema string, _ bool) (int, error) {
	r.text = schema
	return 1, nil
}

func (r *memoryRegistry) FindSchema(context.Context, int) (Schema, error) {
	return Schema{Text: r.text}, nil
}

func (r *memoryRegistry) FindVersion(context.Context, string, int) (Schema, error) {
	return Schema{}, errors.New("no references here")
}

func checkRoundTrip[T any](t *testing.T, serializer *Serializer[T], deserializer *Deserializer[T], values []T) {
	t.Helper()
	ctx := context.Background()
	for _, value := range values {
		data, err := serializer.Serialize(ctx, value)
		if err != nil {
			t.Fatal(err)
		}
		read, err := deserializer.Deserialize(ctx, data)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := deserializer.Deserialize(ctx, data[:len(data)-1]); err == nil {
			t.Errorf("a byte less of %x was read", data)
		}
		again, err := serializer.Serialize(ctx, read)
		if err != nil {
			t.Fatal(err)
		}
		expected, _ := json.Marshal(value)
		found, _ := json.Marshal(read)
		if !bytes.Equal(data, again) || string(expected) != string(found) {
			t.Errorf("wrote %s, read %s", expected, found)
		}
	}
}

func TestRoundTripOfOrder(t *testing.T) {
	registry := &memoryRegistry{}
	values := []Order{
		Order{Number: int64(1767225600123000), Customer: Customer{Name: "text 1", Vip: true}, Paid: false, Weight: float32(5.5), Total: float64(6.5), Pieces: int32(20006), Nothing: nil, Empty: Empty{}},
	}
	checkRoundTrip(t, NewOrderSerializer(registry, "test-value"), NewOrderDeserializer(registry), values)
}
