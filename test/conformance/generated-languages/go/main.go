// Sends on what it reads, through generated types. usage: exchange BOOTSTRAP REGISTRY_URL TASKS
//
// A task is {"name", "from", "to", "count"}: reads so many records of the topic "from" as the generated type "name" and
// writes the values to the topic "to".
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	gen "sluice.dev/conformance/gen"
)

type task struct {
	Name  string `json:"name"`
	From  string `json:"from"`
	To    string `json:"to"`
	Count int    `json:"count"`
}

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(bootstrap, registryURL, text string) error {
	var tasks []task
	if err := json.Unmarshal([]byte(text), &tasks); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	for _, task := range tasks {
		if err := exchange(ctx, bootstrap, &gen.HTTPRegistry{URL: registryURL}, task); err != nil {
			return fmt.Errorf("%s: %w", task.From, err)
		}
	}
	return produceOwn(ctx, bootstrap, &gen.HTTPRegistry{URL: registryURL})
}

func exchange(ctx context.Context, bootstrap string, registry gen.Registry, task task) error {
	subject := task.To + "-value"
	switch task.Name {
	case "Click":
		return sendOn(ctx, bootstrap, task, gen.NewClickDeserializer(registry), gen.NewClickSerializer(registry, subject))
	case "MachineSensor":
		return sendOn(ctx, bootstrap, task, gen.NewMachineSensorDeserializer(registry), gen.NewMachineSensorSerializer(registry, subject))
	case "MachineState":
		return sendOn(ctx, bootstrap, task, gen.NewMachineStateDeserializer(registry), gen.NewMachineStateSerializer(registry, subject))
	case "Kitchen":
		return sendOn(ctx, bootstrap, task, gen.NewKitchenDeserializer(registry), gen.NewKitchenSerializer(registry, subject))
	case "Reading":
		return sendOn(ctx, bootstrap, task, gen.NewReadingDeserializer(registry), gen.NewReadingSerializer(registry, subject))
	}
	return fmt.Errorf("no type %s", task.Name)
}

func sendOn[T any](ctx context.Context, bootstrap string, task task, deserializer *gen.Deserializer[T], serializer *gen.Serializer[T]) error {
	client, err := kgo.NewClient(kgo.SeedBrokers(bootstrap), kgo.ConsumeTopics(task.From))
	if err != nil {
		return err
	}
	defer client.Close()
	for count := 0; count < task.Count; {
		fetches := client.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			return err
		}
		for _, record := range fetches.Records() {
			value, err := deserializer.Deserialize(ctx, record.Value)
			if err != nil {
				return err
			}
			data, err := serializer.Serialize(ctx, value)
			if err != nil {
				return err
			}
			if err := client.ProduceSync(ctx, &kgo.Record{Topic: task.To, Value: data}).FirstErr(); err != nil {
				return err
			}
			count++
		}
	}
	return nil
}

func produceOwn(ctx context.Context, bootstrap string, registry gen.Registry) error {
	client, err := kgo.NewClient(kgo.SeedBrokers(bootstrap))
	if err != nil {
		return err
	}
	defer client.Close()
	value := gen.MachineSensor{Machine: "Oven", Sensor: "Temp", Value: 1.5, Units: "C"}
	data, err := gen.NewMachineSensorSerializer(registry, "made-by-go-value").Serialize(ctx, value)
	if err != nil {
		return err
	}
	if err := client.ProduceSync(ctx, &kgo.Record{Topic: "made-by-go", Value: data}).FirstErr(); err != nil {
		return err
	}
	_, err = gen.NewMachineStateSerializer(registry, "made-by-go-2-value").Serialize(ctx, gen.MachineState{Machine: "Oven", State: "BROKEN"})
	fmt.Println(err)
	return nil
}
