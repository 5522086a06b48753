// sarama, driven by the lines of package driver. usage: sarama BOOTSTRAP REGISTRY_URL
package main

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/IBM/sarama"

	"sluice.dev/conformance/driver"
)

var (
	brokers = []string{os.Args[1]}
	admin   sarama.ClusterAdmin
	client  sarama.Client
)

var codecs = map[string]sarama.CompressionCodec{"none": sarama.CompressionNone, "gzip": sarama.CompressionGZIP,
	"snappy": sarama.CompressionSnappy, "lz4": sarama.CompressionLZ4, "zstd": sarama.CompressionZSTD}

func settings() *sarama.Config {
	config := sarama.NewConfig()
	config.ClientID = "sarama"
	config.Version = sarama.V4_1_0_0
	config.Producer.Return.Successes = true
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Flush.Frequency = 20 * time.Millisecond
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	config.Consumer.Offsets.AutoCommit.Enable = false
	config.Consumer.Group.Heartbeat.Interval = 300 * time.Millisecond
	config.Consumer.MaxWaitTime = 100 * time.Millisecond
	return config
}

func produce(a driver.Arguments) (any, error) {
	config := settings()
	config.Producer.Compression = codecs[a.Codec]
	config.Producer.Idempotent = true
	config.Net.MaxOpenRequests = 1
	producer, err := sarama.NewSyncProducer(brokers, config)
	if err != nil {
		return nil, err
	}
	defer producer.Close()
	messages := make([]*sarama.ProducerMessage, len(a.Records))
	for i, item := range a.Records {
		messages[i] = &sarama.ProducerMessage{Topic: a.Topic, Key: sarama.StringEncoder(item.Key), Value: sarama.StringEncoder(item.Value)}
		for name, data := range item.Headers {
			messages[i].Headers = append(messages[i].Headers, sarama.RecordHeader{Key: []byte(name), Value: []byte(data)})
		}
	}
	err = producer.SendMessages(messages)
	var each sarama.ProducerErrors
	if errors.As(err, &each) {
		return nil, each[0].Err
	}
	return nil, err
}

// handler reads the partitions of one member.
type handler struct {
	topic  string
	member *driver.Member
}

func (h handler) Setup(sarama.ConsumerGroupSession) error   { return nil }
func (h handler) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (h handler) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	// A cooperative rebalance starts and ends claims within one session.
	h.member.Own([]int32{claim.Partition()}, nil)
	defer h.member.Own(nil, []int32{claim.Partition()})
	var read []driver.Record
	for {
		select {
		case message, open := <-claim.Messages():
			if !open {
				return nil
			}
			headers := map[string]string{}
			for _, header := range message.Headers {
				headers[string(header.Key)] = string(header.Value)
			}
			session.MarkMessage(message, "")
			read = append(read, driver.Record{Partition: message.Partition, Offset: message.Offset, Key: string(message.Key), Value: string(message.Value), Headers: headers})
			// A commit waits behind the fetch that the same connection waits for, so one for each record would take minutes.
			if len(claim.Messages()) == 0 {
				session.Commit()
				h.member.Add(read...)
				read = nil
			}
		case <-session.Context().Done():
			return nil
		}
	}
}

func join(a driver.Arguments) (any, error) {
	config := settings()
	config.Consumer.Group.InstanceId = a.Instance
	if a.Cooperative {
		config.Consumer.Group.Rebalance.GroupStrategies = []sarama.BalanceStrategy{sarama.NewBalanceStrategyCooperativeSticky()}
	}
	group, err := sarama.NewConsumerGroup(brokers, a.Group, config)
	if err != nil {
		return nil, err
	}
	driver.Join(a.Member, func(member *driver.Member) error {
		ctx, cancel := context.WithCancel(context.Background())
		go func() { <-member.Leaving; cancel() }()
		for !member.Left() {
			if err := group.Consume(ctx, []string{a.Topic}, handler{a.Topic, member}); err != nil {
				return err
			}
		}
		return group.Close()
	})
	return nil, nil
}

func listOffsets(a driver.Arguments) (any, error) {
	if err := client.RefreshMetadata(a.Topic); err != nil {
		return nil, err
	}
	partitions, err := client.Partitions(a.Topic)
	ends := map[string]map[int32]int64{"earliest": {}, "latest": {}}
	for _, partition := range partitions {
		for name, time := range map[string]int64{"earliest": sarama.OffsetOldest, "latest": sarama.OffsetNewest} {
			offset, problem := client.GetOffset(a.Topic, partition, time)
			ends[name][partition] = offset
			err = errors.Join(err, problem)
		}
	}
	return ends, err
}

func main() {
	var err error
	if client, err = sarama.NewClient(brokers, settings()); err != nil {
		panic(err)
	}
	if admin, err = sarama.NewClusterAdminFromClient(client); err != nil {
		panic(err)
	}
	driver.Serve(driver.Actions{
		"hello": func(driver.Arguments) (any, error) {
			return map[string]string{"version": driver.Version("github.com/IBM/sarama")}, nil
		},
		"create-topic": func(a driver.Arguments) (any, error) {
			configs := map[string]*string{}
			for name, value := range a.Configs {
				configs[name] = &value
			}
			return nil, admin.CreateTopic(a.Topic, &sarama.TopicDetail{NumPartitions: int32(a.Partitions), ReplicationFactor: 1, ConfigEntries: configs}, false)
		},
		"produce": produce,
		"join":    join,
		"list-topics": func(driver.Arguments) (any, error) {
			topics, err := admin.ListTopics()
			names := []string{}
			for name := range topics {
				names = append(names, name)
			}
			return names, err
		},
		"describe-topic": func(a driver.Arguments) (any, error) {
			topics, err := admin.DescribeTopics([]string{a.Topic})
			if err != nil {
				return nil, err
			}
			return map[string]int{"partitions": len(topics[0].Partitions)}, nil
		},
		"create-partitions": func(a driver.Arguments) (any, error) {
			return nil, admin.CreatePartitions(a.Topic, int32(a.Total), nil, false)
		},
		"describe-configs": func(a driver.Arguments) (any, error) {
			entries, err := admin.DescribeConfig(sarama.ConfigResource{Type: sarama.TopicResource, Name: a.Topic})
			configs := map[string]string{}
			for _, entry := range entries {
				configs[entry.Name] = entry.Value
			}
			return configs, err
		},
		"alter-config": func(a driver.Arguments) (any, error) {
			entry := sarama.IncrementalAlterConfigsEntry{Operation: sarama.IncrementalAlterConfigsOperationSet, Value: &a.Value}
			return nil, admin.IncrementalAlterConfig(sarama.TopicResource, a.Topic, map[string]sarama.IncrementalAlterConfigsEntry{a.Name: entry}, false)
		},
		"list-offsets": listOffsets,
		"delete-records": func(a driver.Arguments) (any, error) {
			return nil, admin.DeleteRecords(a.Topic, map[int32]int64{a.Partition: a.Before})
		},
		"list-groups": func(driver.Arguments) (any, error) {
			groups, err := admin.ListConsumerGroups()
			names := []string{}
			for name := range groups {
				names = append(names, name)
			}
			return names, err
		},
		"describe-group": func(a driver.Arguments) (any, error) {
			groups, err := admin.DescribeConsumerGroups([]string{a.Group})
			if err != nil {
				return nil, err
			}
			return map[string]any{"state": groups[0].State, "members": len(groups[0].Members)}, nil
		},
		"committed": func(a driver.Arguments) (any, error) {
			answer, err := admin.ListConsumerGroupOffsets(a.Group, nil)
			if err != nil {
				return nil, err
			}
			offsets := map[int32]int64{}
			for _, blocks := range answer.Blocks {
				for partition, block := range blocks {
					offsets[partition] = block.Offset
				}
			}
			return offsets, nil
		},
		"delete-group": func(a driver.Arguments) (any, error) { return nil, admin.DeleteConsumerGroup(a.Group) },
		"delete-topic": func(a driver.Arguments) (any, error) { return nil, admin.DeleteTopic(a.Topic) },
		"describe-log-dirs": func(a driver.Arguments) (any, error) {
			sizes := map[int32]int64{}
			brokers, _, err := admin.DescribeCluster()
			if err != nil {
				return nil, err
			}
			folders, err := admin.DescribeLogDirs([]int32{brokers[0].ID()})
			for _, folder := range folders[brokers[0].ID()] {
				for _, topic := range folder.Topics {
					if topic.Topic != a.Topic {
						continue
					}
					for _, part := range topic.Partitions {
						sizes[part.PartitionID] = part.Size
					}
				}
			}
			return sizes, err
		},
		"describe-cluster": func(driver.Arguments) (any, error) {
			found, _, err := admin.DescribeCluster()
			addresses := []string{}
			for _, broker := range found {
				addresses = append(addresses, broker.Addr())
			}
			return map[string]any{"brokers": addresses}, err
		},
	})
}
