// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package typemodels

import (
	"time"
)

// Class: the record import.from.type.class.
type Class struct {
	Class    string         `avro:"class"`
	Def      int32          `avro:"def"`
	Type     string         `avro:"type"`
	Func     int32          `avro:"func"`
	Self     int32          `avro:"self"`
	Int      string         `avro:"int"`
	Str      int32          `avro:"str"`
	List     []int32        `avro:"list"`
	Private  int32          `avro:"__private"`
	Under    int32          `avro:"_under"`
	Datetime time.Time      `avro:"datetime"`
	Field    int32          `avro:"field"`
	Map      map[string]Map `avro:"Map"`
	Map_     Map            `avro:"map"`
	Import   Registry_      `avro:"import"`
}

// Map: the record import.from.type.map.
type Map struct {
	Range int32 `avro:"range"`
}

// Registry_: the record import.from.type.Registry.
type Registry_ struct {
	Var int32 `avro:"var"`
}
