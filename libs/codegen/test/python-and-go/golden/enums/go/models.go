// Made by `sluice generate --avro cases --out gen`; edit its source instead.

// Code generated from Avro schemas. DO NOT EDIT.

package thingam

// Machine: the record com.thingam.Machine.
type Machine struct {
	State  State   `avro:"state"`
	Colour Colour  `avro:"colour"`
	Before []State `avro:"before"`
}

// NewMachine is a Machine with the defaults of its schema.
func NewMachine() Machine {
	var value Machine
	value.State = StateRUNNING
	return value
}

// State: What it does.
type State string

// Values of State.
const (
	StateRUNNING State = "RUNNING"
	StateIDLE    State = "IDLE"
	StateFAULT   State = "FAULT"
)

// Colour: one of ColourRed, ColourDarkRed, ColourNone, ColourName, ColourX1, Colour_5.
type Colour string

// Values of Colour.
const (
	ColourRed     Colour = "red"
	ColourDarkRed Colour = "darkRed"
	ColourNone    Colour = "None"
	ColourName    Colour = "name"
	ColourX1      Colour = "X1"
	Colour_5      Colour = "_5"
)
