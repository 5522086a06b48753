// Package registry speaks the line protocol of ../../../registry-clients/actions.ts, for registry clients in Go.
package registry

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// Reference names a version of another subject.
type Reference struct {
	Name    string `json:"name"`
	Subject string `json:"subject"`
	Version int    `json:"version"`
}

// Arguments are those of all actions; each takes its own.
type Arguments struct {
	Do         string      `json:"do"`
	Subject    string      `json:"subject"`
	Schema     string      `json:"schema"`
	Type       string      `json:"type"`
	References []Reference `json:"references"`
	Normalize  bool        `json:"normalize"`
	ID         int         `json:"id"`
	Version    int         `json:"version"`
	GUID       string      `json:"guid"`
	Permanent  bool        `json:"permanent"`
	Level      string      `json:"level"`
	Mode       string      `json:"mode"`
}

// Refused is what the client shows of a refusal; a zero is not shown.
type Refused struct {
	Status  int    `json:"status,omitempty"`
	Code    int    `json:"code,omitempty"`
	Message string `json:"message"`
}

// Place says where a schema is.
type Place struct {
	ID      int `json:"id"`
	Version int `json:"version"`
}

// Content is a schema and what it refers to.
type Content struct {
	Schema     string      `json:"schema"`
	Type       string      `json:"type"`
	References []Reference `json:"references"`
}

// Found is a version of a subject.
type Found struct {
	Place
	Content
}

// Actions answer commands by their name.
type Actions map[string]func(Arguments) (any, error)

// Serve answers commands until standard input ends. `refusal` makes of an error what the client shows of it, or nil.
func Serve(actions Actions, refusal func(error) *Refused) {
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 16<<20)
	output := json.NewEncoder(os.Stdout)
	for input.Scan() {
		var arguments Arguments
		var result any
		err := json.Unmarshal(input.Bytes(), &arguments)
		if err == nil {
			result, err = call(actions, arguments)
		}
		answer := map[string]any{"ok": result}
		if err != nil {
			if refused := refusal(err); refused != nil {
				answer["ok"] = map[string]any{"refused": refused}
			} else {
				answer = map[string]any{"error": err.Error()}
			}
		}
		if err := output.Encode(answer); err != nil {
			panic(err)
		}
	}
}

func call(actions Actions, arguments Arguments) (any, error) {
	action, ok := actions[arguments.Do]
	if !ok {
		return nil, fmt.Errorf("no action %s", arguments.Do)
	}
	return action(arguments)
}
