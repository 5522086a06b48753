// confluent-kafka-go, driven by the lines of package driver. usage: confluent BOOTSTRAP REGISTRY_URL
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"

	"sluice.dev/conformance/driver"
)

var admin *kafka.AdminClient

func settings(more kafka.ConfigMap) *kafka.ConfigMap {
	config := kafka.ConfigMap{"bootstrap.servers": os.Args[1], "client.id": "confluent-kafka-go"}
	for name, value := range more {
		config[name] = value
	}
	return &config
}

func produce(a driver.Arguments) (any, error) {
	producer, err := kafka.NewProducer(settings(kafka.ConfigMap{"compression.type": a.Codec, "enable.idempotence": true, "linger.ms": 20}))
	if err != nil {
		return nil, err
	}
	defer producer.Close()
	reports := make(chan kafka.Event, len(a.Records))
	for _, item := range a.Records {
		message := &kafka.Message{TopicPartition: kafka.TopicPartition{Topic: &a.Topic, Partition: kafka.PartitionAny}, Key: []byte(item.Key), Value: []byte(item.Value)}
		for name, data := range item.Headers {
			message.Headers = append(message.Headers, kafka.Header{Key: name, Value: []byte(data)})
		}
		if err := producer.Produce(message, reports); err != nil {
			return nil, err
		}
	}
	for range a.Records {
		if report := (<-reports).(*kafka.Message); report.TopicPartition.Error != nil {
			return nil, report.TopicPartition.Error
		}
	}
	return nil, nil
}

func join(a driver.Arguments) (any, error) {
	options := kafka.ConfigMap{"group.id": a.Group, "auto.offset.reset": "earliest", "enable.auto.commit": false,
		"heartbeat.interval.ms": 300, "check.crcs": true}
	if a.Instance != "" {
		options["group.instance.id"] = a.Instance
	}
	if a.Cooperative {
		options["partition.assignment.strategy"] = "cooperative-sticky"
	}
	consumer, err := kafka.NewConsumer(settings(options))
	if err != nil {
		return nil, err
	}
	if err := consumer.Subscribe(a.Topic, nil); err != nil {
		return nil, err
	}
	driver.Join(a.Member, func(member *driver.Member) error {
		defer consumer.Close()
		for !member.Left() {
			event := consumer.Poll(100)
			parts, err := consumer.Assignment()
			if err != nil {
				return err
			}
			var assigned []int32
			for _, part := range parts {
				assigned = append(assigned, part.Partition)
			}
			member.Assign(assigned)
			switch message := event.(type) {
			case kafka.Error:
				return message
			case *kafka.Message:
				if message.TopicPartition.Error != nil {
					return message.TopicPartition.Error
				}
				if _, err := consumer.CommitMessage(message); err != nil {
					return err
				}
				headers := map[string]string{}
				for _, header := range message.Headers {
					headers[header.Key] = string(header.Value)
				}
				member.Add(driver.Record{Partition: message.TopicPartition.Partition, Offset: int64(message.TopicPartition.Offset),
					Key: string(message.Key), Value: string(message.Value), Headers: headers})
			}
		}
		return nil
	})
	return nil, nil
}

// failed is the first error of an answer that has one for each topic.
func failed(results []kafka.TopicResult, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	for _, result := range results {
		if result.Error.Code() != kafka.ErrNoError {
			return nil, result.Error
		}
	}
	return nil, nil
}

func partitionsOf(topic string) ([]kafka.TopicPartition, error) {
	metadata, err := admin.GetMetadata(&topic, false, 10_000)
	if err != nil {
		return nil, err
	}
	var partitions []kafka.TopicPartition
	for _, part := range metadata.Topics[topic].Partitions {
		partitions = append(partitions, kafka.TopicPartition{Topic: &topic, Partition: part.ID})
	}
	return partitions, nil
}

func listOffsets(ctx context.Context, a driver.Arguments) (any, error) {
	partitions, err := partitionsOf(a.Topic)
	if err != nil {
		return nil, err
	}
	ends := map[string]map[int32]int64{"earliest": {}, "latest": {}}
	for name, spec := range map[string]kafka.OffsetSpec{"earliest": kafka.EarliestOffsetSpec, "latest": kafka.LatestOffsetSpec} {
		wanted := map[kafka.TopicPartition]kafka.OffsetSpec{}
		for _, partition := range partitions {
			wanted[partition] = spec
		}
		found, err := admin.ListOffsets(ctx, wanted)
		if err != nil {
			return nil, err
		}
		for partition, info := range found.ResultInfos {
			if info.Error.Code() != kafka.ErrNoError {
				return nil, info.Error
			}
			ends[name][partition.Partition] = int64(info.Offset)
		}
	}
	return ends, nil
}

// ask runs an action of the admin client with a time limit.
func ask(action func(context.Context, driver.Arguments) (any, error)) func(driver.Arguments) (any, error) {
	return func(a driver.Arguments) (any, error) {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		return action(ctx, a)
	}
}

func main() {
	var err error
	if admin, err = kafka.NewAdminClient(settings(nil)); err != nil {
		panic(err)
	}
	driver.Serve(driver.Actions{
		"hello": func(driver.Arguments) (any, error) {
			return map[string]string{"version": driver.Version("github.com/confluentinc/confluent-kafka-go/v2")}, nil
		},
		"create-topic": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			return failed(admin.CreateTopics(ctx, []kafka.TopicSpecification{{Topic: a.Topic, NumPartitions: a.Partitions, ReplicationFactor: 1, Config: a.Configs}}))
		}),
		"produce": produce,
		"join":    join,
		"list-topics": func(driver.Arguments) (any, error) {
			metadata, err := admin.GetMetadata(nil, true, 10_000)
			names := []string{}
			if err == nil {
				for name := range metadata.Topics {
					names = append(names, name)
				}
			}
			return names, err
		},
		"describe-topic": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			found, err := admin.DescribeTopics(ctx, kafka.NewTopicCollectionOfTopicNames([]string{a.Topic}))
			if err != nil {
				return nil, err
			}
			return map[string]int{"partitions": len(found.TopicDescriptions[0].Partitions)}, nil
		}),
		"create-partitions": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			return failed(admin.CreatePartitions(ctx, []kafka.PartitionsSpecification{{Topic: a.Topic, IncreaseTo: a.Total}}))
		}),
		"describe-configs": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			found, err := admin.DescribeConfigs(ctx, []kafka.ConfigResource{{Type: kafka.ResourceTopic, Name: a.Topic}})
			if err != nil {
				return nil, err
			}
			configs := map[string]string{}
			for _, entry := range found[0].Config {
				configs[entry.Name] = entry.Value
			}
			return configs, nil
		}),
		"alter-config": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			entry := kafka.ConfigEntry{Name: a.Name, Value: a.Value, IncrementalOperation: kafka.AlterConfigOpTypeSet}
			found, err := admin.IncrementalAlterConfigs(ctx, []kafka.ConfigResource{{Type: kafka.ResourceTopic, Name: a.Topic, Config: []kafka.ConfigEntry{entry}}})
			if err == nil && found[0].Error.Code() != kafka.ErrNoError {
				err = found[0].Error
			}
			return nil, err
		}),
		"list-offsets": ask(listOffsets),
		"delete-records": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			found, err := admin.DeleteRecords(ctx, []kafka.TopicPartition{{Topic: &a.Topic, Partition: a.Partition, Offset: kafka.Offset(a.Before)}})
			if err != nil {
				return nil, err
			}
			return nil, found.DeleteRecordsResults[0].TopicPartition.Error
		}),
		"list-groups": ask(func(ctx context.Context, _ driver.Arguments) (any, error) {
			found, err := admin.ListConsumerGroups(ctx)
			names := []string{}
			for _, group := range found.Valid {
				names = append(names, group.GroupID)
			}
			return names, err
		}),
		"describe-group": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			found, err := admin.DescribeConsumerGroups(ctx, []string{a.Group})
			if err != nil {
				return nil, err
			}
			group := found.ConsumerGroupDescriptions[0]
			return map[string]any{"state": group.State.String(), "members": len(group.Members)}, nil
		}),
		"committed": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			partitions, err := partitionsOf(a.Topic)
			if err != nil {
				return nil, err
			}
			found, err := admin.ListConsumerGroupOffsets(ctx, []kafka.ConsumerGroupTopicPartitions{{Group: a.Group, Partitions: partitions}})
			if err != nil {
				return nil, err
			}
			offsets := map[int32]int64{}
			for _, part := range found.ConsumerGroupsTopicPartitions[0].Partitions {
				offsets[part.Partition] = int64(part.Offset)
			}
			return offsets, nil
		}),
		"delete-group": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			found, err := admin.DeleteConsumerGroups(ctx, []string{a.Group})
			if err == nil && found.ConsumerGroupResults[0].Error.Code() != kafka.ErrNoError {
				err = found.ConsumerGroupResults[0].Error
			}
			return nil, err
		}),
		"delete-topic": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			return failed(admin.DeleteTopics(ctx, []string{a.Topic}))
		}),
		"describe-cluster": ask(func(ctx context.Context, _ driver.Arguments) (any, error) {
			found, err := admin.DescribeCluster(ctx)
			brokers := []string{}
			for _, node := range found.Nodes {
				brokers = append(brokers, fmt.Sprintf("%s:%d", node.Host, node.Port))
			}
			return map[string]any{"brokers": brokers}, err
		}),
	})
}
