// segmentio/kafka-go, driven by the lines of package driver. usage: segmentio BOOTSTRAP REGISTRY_URL
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/segmentio/kafka-go"

	"sluice.dev/conformance/driver"
)

var (
	bootstrap = os.Args[1]
	client    = &kafka.Client{Addr: kafka.TCP(bootstrap), Timeout: 20 * time.Second}
)

var codecs = map[string]kafka.Compression{"gzip": kafka.Gzip, "snappy": kafka.Snappy, "lz4": kafka.Lz4, "zstd": kafka.Zstd}

func within() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), 20*time.Second)
}

func produce(a driver.Arguments) (any, error) {
	// The default transport would go on saying for seconds that a topic does not exist.
	writer := &kafka.Writer{Addr: kafka.TCP(bootstrap), Topic: a.Topic, Transport: &kafka.Transport{}, Balancer: &kafka.Hash{}, Compression: codecs[a.Codec],
		RequiredAcks: kafka.RequireAll, BatchTimeout: 20 * time.Millisecond}
	defer writer.Close()
	messages := make([]kafka.Message, len(a.Records))
	for i, item := range a.Records {
		messages[i] = kafka.Message{Key: []byte(item.Key), Value: []byte(item.Value)}
		for name, data := range item.Headers {
			messages[i].Headers = append(messages[i].Headers, kafka.Header{Key: name, Value: []byte(data)})
		}
	}
	ctx, cancel := within()
	defer cancel()
	err := writer.WriteMessages(ctx, messages...)
	var each kafka.WriteErrors
	if errors.As(err, &each) {
		for _, inner := range each {
			if inner != nil {
				return nil, inner
			}
		}
	}
	return nil, err
}

// join uses the group by hand, since a Reader does not tell its partitions.
func join(a driver.Arguments) (any, error) {
	group, err := kafka.NewConsumerGroup(kafka.ConsumerGroupConfig{ID: a.Group, Brokers: []string{bootstrap}, Topics: []string{a.Topic},
		HeartbeatInterval: 300 * time.Millisecond, JoinGroupBackoff: 100 * time.Millisecond, StartOffset: kafka.FirstOffset})
	if err != nil {
		return nil, err
	}
	driver.Join(a.Member, func(member *driver.Member) error {
		leaving, cancel := context.WithCancel(context.Background())
		go func() { <-member.Leaving; cancel() }()
		for {
			generation, err := group.Next(leaving)
			if member.Left() {
				return group.Close()
			} else if err != nil {
				return err
			}
			var partitions []int32
			for _, assignment := range generation.Assignments[a.Topic] {
				partitions = append(partitions, int32(assignment.ID))
				generation.Start(func(ctx context.Context) { read(ctx, a.Topic, assignment, generation, member) })
			}
			member.Assign(partitions)
		}
	})
	return nil, nil
}

func read(ctx context.Context, topic string, assignment kafka.PartitionAssignment, generation *kafka.Generation, member *driver.Member) {
	reader := kafka.NewReader(kafka.ReaderConfig{Brokers: []string{bootstrap}, Topic: topic, Partition: assignment.ID, MaxWait: 100 * time.Millisecond})
	defer reader.Close()
	if err := reader.SetOffset(assignment.Offset); err != nil {
		return
	}
	for {
		message, err := reader.ReadMessage(ctx)
		if err != nil {
			return
		}
		next := map[string]map[int]int64{topic: {assignment.ID: message.Offset + 1}}
		if generation.CommitOffsets(next) != nil {
			return
		}
		headers := map[string]string{}
		for _, header := range message.Headers {
			headers[header.Key] = string(header.Value)
		}
		member.Add(driver.Record{Partition: int32(message.Partition), Offset: message.Offset, Key: string(message.Key), Value: string(message.Value), Headers: headers})
	}
}

func listOffsets(a driver.Arguments) (any, error) {
	ctx, cancel := within()
	defer cancel()
	metadata, err := client.Metadata(ctx, &kafka.MetadataRequest{Topics: []string{a.Topic}})
	if err != nil {
		return nil, err
	}
	ends := map[string]map[int]int64{"earliest": {}, "latest": {}}
	for _, part := range metadata.Topics[0].Partitions {
		for name, ask := range map[string]kafka.OffsetRequest{"earliest": kafka.FirstOffsetOf(part.ID), "latest": kafka.LastOffsetOf(part.ID)} {
			found, err := client.ListOffsets(ctx, &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{a.Topic: {ask}}})
			if err != nil {
				return nil, err
			}
			for _, partition := range found.Topics[a.Topic] {
				ends[name][part.ID] = max(partition.FirstOffset, partition.LastOffset)
				err = errors.Join(err, partition.Error)
			}
			if err != nil {
				return nil, err
			}
		}
	}
	return ends, nil
}

func metadataOf(topics ...string) (*kafka.MetadataResponse, error) {
	ctx, cancel := within()
	defer cancel()
	return client.Metadata(ctx, &kafka.MetadataRequest{Topics: topics})
}

// ask runs a request with a time limit.
func ask(action func(context.Context, driver.Arguments) (any, error)) func(driver.Arguments) (any, error) {
	return func(a driver.Arguments) (any, error) {
		ctx, cancel := within()
		defer cancel()
		return action(ctx, a)
	}
}

func main() {
	driver.Serve(driver.Actions{
		"hello": func(driver.Arguments) (any, error) {
			return map[string]string{"version": driver.Version("github.com/segmentio/kafka-go")}, nil
		},
		"create-topic": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			topic := kafka.TopicConfig{Topic: a.Topic, NumPartitions: a.Partitions, ReplicationFactor: 1}
			for name, value := range a.Configs {
				topic.ConfigEntries = append(topic.ConfigEntries, kafka.ConfigEntry{ConfigName: name, ConfigValue: value})
			}
			answer, err := client.CreateTopics(ctx, &kafka.CreateTopicsRequest{Topics: []kafka.TopicConfig{topic}})
			if err == nil {
				err = answer.Errors[a.Topic]
			}
			return nil, err
		}),
		"produce": produce,
		"join":    join,
		"list-topics": func(driver.Arguments) (any, error) {
			names := []string{}
			metadata, err := metadataOf()
			if err == nil {
				for _, topic := range metadata.Topics {
					names = append(names, topic.Name)
				}
			}
			return names, err
		},
		"describe-topic": func(a driver.Arguments) (any, error) {
			metadata, err := metadataOf(a.Topic)
			if err != nil {
				return nil, err
			}
			return map[string]int{"partitions": len(metadata.Topics[0].Partitions)}, nil
		},
		"create-partitions": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			answer, err := client.CreatePartitions(ctx, &kafka.CreatePartitionsRequest{Topics: []kafka.TopicPartitionsConfig{{Name: a.Topic, Count: int32(a.Total)}}})
			if err == nil {
				err = answer.Errors[a.Topic]
			}
			return nil, err
		}),
		"describe-configs": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			answer, err := client.DescribeConfigs(ctx, &kafka.DescribeConfigsRequest{Resources: []kafka.DescribeConfigRequestResource{
				{ResourceType: kafka.ResourceTypeTopic, ResourceName: a.Topic}}})
			if err != nil {
				return nil, err
			}
			configs := map[string]string{}
			for _, entry := range answer.Resources[0].ConfigEntries {
				configs[entry.ConfigName] = entry.ConfigValue
			}
			return configs, answer.Resources[0].Error
		}),
		"alter-config": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			answer, err := client.IncrementalAlterConfigs(ctx, &kafka.IncrementalAlterConfigsRequest{Resources: []kafka.IncrementalAlterConfigsRequestResource{
				{ResourceType: kafka.ResourceTypeTopic, ResourceName: a.Topic, Configs: []kafka.IncrementalAlterConfigsRequestConfig{
					{Name: a.Name, Value: a.Value, ConfigOperation: kafka.ConfigOperationSet}}}}})
			if err == nil {
				err = answer.Resources[0].Error
			}
			return nil, err
		}),
		"list-offsets": listOffsets,
		"list-groups": ask(func(ctx context.Context, _ driver.Arguments) (any, error) {
			answer, err := client.ListGroups(ctx, &kafka.ListGroupsRequest{})
			groups := []string{}
			if err == nil {
				err = answer.Error
				for _, group := range answer.Groups {
					groups = append(groups, group.GroupID)
				}
			}
			return groups, err
		}),
		"describe-group": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			answer, err := client.DescribeGroups(ctx, &kafka.DescribeGroupsRequest{GroupIDs: []string{a.Group}})
			if err != nil {
				return nil, err
			}
			return map[string]any{"state": answer.Groups[0].GroupState, "members": len(answer.Groups[0].Members)}, answer.Groups[0].Error
		}),
		"committed": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			metadata, err := metadataOf(a.Topic)
			if err != nil {
				return nil, err
			}
			var partitions []int
			for _, part := range metadata.Topics[0].Partitions {
				partitions = append(partitions, part.ID)
			}
			answer, err := client.OffsetFetch(ctx, &kafka.OffsetFetchRequest{GroupID: a.Group, Topics: map[string][]int{a.Topic: partitions}})
			if err != nil {
				return nil, err
			}
			offsets := map[int]int64{}
			for _, part := range answer.Topics[a.Topic] {
				offsets[part.Partition] = part.CommittedOffset
			}
			return offsets, answer.Error
		}),
		"delete-group": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			answer, err := client.DeleteGroups(ctx, &kafka.DeleteGroupsRequest{GroupIDs: []string{a.Group}})
			if err == nil {
				err = answer.Errors[a.Group]
			}
			return nil, err
		}),
		"delete-topic": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			answer, err := client.DeleteTopics(ctx, &kafka.DeleteTopicsRequest{Topics: []string{a.Topic}})
			if err == nil {
				err = answer.Errors[a.Topic]
			}
			return nil, err
		}),
		"describe-cluster": func(driver.Arguments) (any, error) {
			metadata, err := metadataOf()
			brokers := []string{}
			if err == nil {
				for _, broker := range metadata.Brokers {
					brokers = append(brokers, fmt.Sprintf("%s:%d", broker.Host, broker.Port))
				}
			}
			return map[string]any{"brokers": brokers}, err
		},
	})
}
