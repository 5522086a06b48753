// Package driver speaks the line protocol of test/conformance/clients/driver.ts, for clients in Go.
//
// A command is one JSON object a line on standard input, `do` names the action and the rest are its arguments. Its answer
// is one line on standard output: {"ok": RESULT} or {"error": TEXT}. Commands run one after the other; members of groups
// read in goroutines of their own, and `poll` takes what they have read.
package driver

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// Input is one record to produce.
type Input struct {
	Key     string            `json:"key"`
	Value   string            `json:"value"`
	Headers map[string]string `json:"headers"`
}

// Record is one record as it was read.
type Record struct {
	Partition int32             `json:"partition"`
	Offset    int64             `json:"offset"`
	Key       string            `json:"key"`
	Value     any               `json:"value"`
	Headers   map[string]string `json:"headers"`
}

// Arguments are those of all actions; each takes its own.
type Arguments struct {
	Do         string            `json:"do"`
	Topic      string            `json:"topic"`
	Partitions int               `json:"partitions"`
	Total      int               `json:"total"`
	Configs    map[string]string `json:"configs"`
	Codec      string            `json:"codec"`
	Records    []Input           `json:"records"`
	Member     string            `json:"member"`
	Group      string            `json:"group"`
	Instance   string            `json:"instance"`
	// Cooperative asks for cooperative rebalancing.
	Cooperative bool             `json:"cooperative"`
	Name        string           `json:"name"`
	Value       string           `json:"value"`
	Partition   int32            `json:"partition"`
	Before      int64            `json:"before"`
	Schema      string           `json:"schema"`
	Values      []map[string]any `json:"values"`
}

// Actions answer commands by their name.
type Actions map[string]func(Arguments) (any, error)

// Member is a member of a group that reads in a goroutine of its own.
type Member struct {
	Leaving  chan struct{}
	done     chan struct{}
	lock     sync.Mutex
	records  []Record
	assigned []int32
	failure  error
}

var members = map[string]*Member{}

// Join starts a member. `read` reads and commits until Leaving is closed.
func Join(name string, read func(*Member) error) {
	member := &Member{Leaving: make(chan struct{}), done: make(chan struct{})}
	members[name] = member
	go func() {
		defer close(member.done)
		if err := read(member); err != nil {
			member.lock.Lock()
			member.failure = err
			member.lock.Unlock()
		}
	}()
}

// Left tells whether the member is to leave.
func (m *Member) Left() bool {
	select {
	case <-m.Leaving:
		return true
	default:
		return false
	}
}

// Add hands over what was read and committed.
func (m *Member) Add(records ...Record) {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.records = append(m.records, records...)
}

// Assign replaces the member's partitions.
func (m *Member) Assign(partitions []int32) {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.assigned = slices.Sorted(slices.Values(partitions))
}

// Own adds and removes partitions, for clients that tell changes.
func (m *Member) Own(added, removed []int32) {
	m.lock.Lock()
	defer m.lock.Unlock()
	kept := slices.DeleteFunc(slices.Clone(m.assigned), func(p int32) bool {
		return slices.Contains(removed, p) || slices.Contains(added, p)
	})
	m.assigned = slices.Sorted(slices.Values(append(kept, added...)))
}

func (m *Member) take() (any, error) {
	for until := time.Now().Add(200 * time.Millisecond); time.Now().Before(until); time.Sleep(10 * time.Millisecond) {
		m.lock.Lock()
		ready := len(m.records) > 0 || m.failure != nil
		m.lock.Unlock()
		if ready {
			break
		}
	}
	m.lock.Lock()
	defer m.lock.Unlock()
	records := m.records
	m.records = nil
	if records == nil {
		records = []Record{}
	}
	assigned := m.assigned
	if assigned == nil {
		assigned = []int32{}
	}
	return map[string]any{"assigned": assigned, "records": records}, m.failure
}

func poll(arguments Arguments) (any, error) {
	member, ok := members[arguments.Member]
	if !ok {
		return nil, fmt.Errorf("no member %s", arguments.Member)
	}
	return member.take()
}

func leave(arguments Arguments) (any, error) {
	member, ok := members[arguments.Member]
	if !ok {
		return nil, fmt.Errorf("no member %s", arguments.Member)
	}
	delete(members, arguments.Member)
	close(member.Leaving)
	select {
	case <-member.done:
		return nil, member.failure
	case <-time.After(30 * time.Second):
		return nil, fmt.Errorf("%s did not leave in 30 s", arguments.Member)
	}
}

// Version of a module this program was built with.
func Version(module string) string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == module {
			return strings.TrimPrefix(dependency.Version, "v")
		}
	}
	return "unknown"
}

// Serve answers commands until standard input ends.
func Serve(actions Actions) {
	actions["poll"] = poll
	actions["leave"] = leave
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 16<<20)
	output := json.NewEncoder(os.Stdout)
	for input.Scan() {
		var arguments Arguments
		answer := map[string]any{}
		err := json.Unmarshal(input.Bytes(), &arguments)
		if err == nil {
			var result any
			if result, err = call(actions, arguments); err == nil {
				answer["ok"] = result
			}
		}
		if err != nil {
			answer["error"] = err.Error()
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
