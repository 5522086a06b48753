// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package shop

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/hamba/avro/v2"
)

const (
	envelopeBytes = 5
	maxSchemas    = 1000
	maxReferences = 1000
	maxAnswer     = 16 << 20
)

// Reference is a schema that another one names types of.
type Reference struct {
	Name    string `json:"name"`
	Subject string `json:"subject"`
	Version int    `json:"version"`
}

// Schema is a schema as a registry has it.
type Schema struct {
	Text       string      `json:"schema"`
	Type       string      `json:"schemaType"`
	References []Reference `json:"references"`
}

// Registry is where ids of schemas come from: an HTTPRegistry, or one of your own.
type Registry interface {
	// FindID is the id of the schema under its subject; registers it first where it may and must.
	FindID(ctx context.Context, subject, schema string, register bool) (int, error)
	// FindSchema is the schema of an id.
	FindSchema(ctx context.Context, id int) (Schema, error)
	// FindVersion is the schema of a version of a subject.
	FindVersion(ctx context.Context, subject string, version int) (Schema, error)
}

// RegistryError is what the registry answered in place of what was asked for.
type RegistryError struct {
	Status  int
	Message string
}

func (e *RegistryError) Error() string {
	return fmt.Sprintf("registry: %d %s", e.Status, e.Message)
}

// HTTPRegistry is a registry of Confluent's REST API.
type HTTPRegistry struct {
	URL string
	// Authorize may set the headers of a request, for example by SetBasicAuth.
	Authorize func(*http.Request)
	// Client is one with a timeout of ten seconds when it is nil.
	Client *http.Client
}

var defaultClient = &http.Client{Timeout: 10 * time.Second}

// FindID asks for the id of a schema, or registers it.
func (r *HTTPRegistry) FindID(ctx context.Context, subject, schema string, register bool) (int, error) {
	path := "/subjects/" + url.PathEscape(subject)
	if register {
		path += "/versions"
	}
	var answer struct {
		ID int `json:"id"`
	}
	err := r.ask(ctx, http.MethodPost, path, map[string]string{"schema": schema}, &answer)
	return answer.ID, err
}

// FindSchema asks for the schema of an id.
func (r *HTTPRegistry) FindSchema(ctx context.Context, id int) (Schema, error) {
	var answer Schema
	err := r.ask(ctx, http.MethodGet, fmt.Sprintf("/schemas/ids/%d", id), nil, &answer)
	return answer, err
}

// FindVersion asks for a version of a subject, a deleted one too.
func (r *HTTPRegistry) FindVersion(ctx context.Context, subject string, version int) (Schema, error) {
	var answer Schema
	path := fmt.Sprintf("/subjects/%s/versions/%d?deleted=true", url.PathEscape(subject), version)
	err := r.ask(ctx, http.MethodGet, path, nil, &answer)
	return answer, err
}

func (r *HTTPRegistry) ask(ctx context.Context, method, path string, body, answer any) error {
	var content io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(data)
	}
	request, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(r.URL, "/")+path, content)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "application/vnd.schemaregistry.v1+json, application/json")
	if body != nil {
		request.Header.Set("Content-Type", "application/vnd.schemaregistry.v1+json")
	}
	if r.Authorize != nil {
		r.Authorize(request)
	}
	client := r.Client
	if client == nil {
		client = defaultClient
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return &RegistryError{Status: response.StatusCode, Message: string(data)}
	}
	return json.Unmarshal(data, answer)
}

// Serializer writes values of one root type behind the five bytes of Confluent's wire format.
type Serializer[T any] struct {
	registry Registry
	subject  string
	text     string
	schema   avro.Schema
	// LookUpOnly is for schemas that must be under their subject already: then they are not registered.
	LookUpOnly bool

	mutex sync.Mutex
	id    int
}

// Serialize writes a value. The first one asks the registry for the schema's id. Errors name the field.
func (s *Serializer[T]) Serialize(ctx context.Context, value T) ([]byte, error) {
	id, err := s.findID(ctx)
	if err != nil {
		return nil, fmt.Errorf("find the id of %s: %w", s.subject, err)
	}
	payload, err := api.Marshal(s.schema, value)
	if err != nil {
		return nil, err
	}
	data := make([]byte, envelopeBytes, envelopeBytes+len(payload))
	binary.BigEndian.PutUint32(data[1:], uint32(id))
	return append(data, payload...), nil
}

func (s *Serializer[T]) findID(ctx context.Context) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.id == 0 {
		id, err := s.registry.FindID(ctx, s.subject, s.text, !s.LookUpOnly)
		if err != nil {
			return 0, err
		}
		s.id = id
	}
	return s.id, nil
}

// Deserializer reads values of one root type, by whatever schema they were written: fields that the writer lacked have
// their defaults.
type Deserializer[T any] struct {
	registry Registry
	reader   avro.Schema

	mutex   sync.Mutex
	schemas map[int]avro.Schema
}

// Deserialize reads a value, all of the data. Errors name the field where one is to blame.
func (d *Deserializer[T]) Deserialize(ctx context.Context, data []byte) (T, error) {
	var value T
	if len(data) < envelopeBytes || data[0] != 0 {
		return value, errors.New("the record has no schema id: its first byte is not 0, or it is shorter than 5 bytes")
	}
	id := int(binary.BigEndian.Uint32(data[1:]))
	schema, err := d.findSchema(ctx, id)
	if err != nil {
		return value, fmt.Errorf("schema %d: %w", id, err)
	}
	source := avro.NewReader(nil, 0, avro.WithReaderConfig(api)).Reset(data[envelopeBytes:])
	source.ReadVal(schema, &value)
	if errors.Is(source.Error, io.EOF) { // which hamba/avro takes for the end of a value
		return value, io.ErrUnexpectedEOF
	}
	if source.Error != nil {
		return value, source.Error
	}
	if source.Peek(); source.Error == nil {
		return value, errors.New("bytes are left over")
	}
	return value, nil
}

func (d *Deserializer[T]) findSchema(ctx context.Context, id int) (avro.Schema, error) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if schema, ok := d.schemas[id]; ok {
		return schema, nil
	}
	written, err := d.registry.FindSchema(ctx, id)
	if err != nil {
		return nil, err
	}
	if written.Type != "" && written.Type != "AVRO" {
		return nil, fmt.Errorf("is %s, not AVRO", written.Type)
	}
	writer, err := parseSchema(ctx, d.registry, written, &avro.SchemaCache{}, map[string]bool{})
	if err != nil {
		return nil, err
	}
	schema, err := resolveSchema(d.reader, writer)
	if err != nil {
		return nil, err
	}
	if len(d.schemas) >= maxSchemas {
		clear(d.schemas)
	}
	d.schemas[id] = schema
	return schema, nil
}

func parseSchema(ctx context.Context, from Registry, schema Schema, cache *avro.SchemaCache, seen map[string]bool) (avro.Schema, error) {
	for _, reference := range schema.References {
		key := fmt.Sprintf("%d %s", reference.Version, reference.Subject)
		if seen[key] {
			continue
		}
		if seen[key] = true; len(seen) > maxReferences {
			return nil, fmt.Errorf("more than %d references", maxReferences)
		}
		referred, err := from.FindVersion(ctx, reference.Subject, reference.Version)
		if err != nil {
			return nil, err
		}
		if _, err := parseSchema(ctx, from, referred, cache, seen); err != nil {
			return nil, err
		}
	}
	return avro.ParseWithCache(schema.Text, "", cache)
}

func resolveSchema(reader, writer avro.Schema) (avro.Schema, error) {
	if reader.Fingerprint() == writer.Fingerprint() {
		return reader, nil
	}
	// hamba/avro resolves a recursive type for ever.
	if isRecursive(reader, nil) || isRecursive(writer, nil) {
		return nil, errors.New("the writer's schema is another than the reader's, and hamba/avro cannot resolve recursive ones")
	}
	return avro.NewSchemaCompatibility().Resolve(reader, writer)
}

func isRecursive(schema avro.Schema, inside []string) bool {
	switch typed := schema.(type) {
	case *avro.RefSchema:
		return isRecursive(typed.Schema(), inside)
	case *avro.ArraySchema:
		return isRecursive(typed.Items(), inside)
	case *avro.MapSchema:
		return isRecursive(typed.Values(), inside)
	case *avro.UnionSchema:
		for _, branch := range typed.Types() {
			if isRecursive(branch, inside) {
				return true
			}
		}
	case *avro.RecordSchema:
		for _, name := range inside {
			if name == typed.FullName() {
				return true
			}
		}
		inside = append(inside[:len(inside):len(inside)], typed.FullName())
		for _, field := range typed.Fields() {
			if isRecursive(field.Type(), inside) {
				return true
			}
		}
	}
	return false
}

// Ptr is a pointer to a value, for optional fields.
func Ptr[T any](value T) *T {
	return &value
}

// Rat is a decimal such as "12.50"; it panics where the text is none.
func Rat(text string) *big.Rat {
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(fmt.Sprintf("%q is no decimal", text))
	}
	return value
}
