// franz-go, driven by the lines of package driver. usage: franz BOOTSTRAP REGISTRY_URL
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/hamba/avro/v2"
	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sr"

	"sluice.dev/conformance/driver"
)

var (
	settings = []kgo.Opt{kgo.SeedBrokers(os.Args[1]), kgo.ClientID("franz-go")}
	admin    *kadm.Client
	registry *sr.Client
)

var codecs = map[string]kgo.CompressionCodec{
	"none":   kgo.NoCompression(),
	"gzip":   kgo.GzipCompression(),
	"snappy": kgo.SnappyCompression(),
	"lz4":    kgo.Lz4Compression(),
	"zstd":   kgo.ZstdCompression(),
}

func within() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), 20*time.Second)
}

func send(records []*kgo.Record, options ...kgo.Opt) (any, error) {
	client, err := kgo.NewClient(append(append(options, settings...), kgo.ProducerLinger(20*time.Millisecond))...)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	ctx, cancel := within()
	defer cancel()
	return nil, client.ProduceSync(ctx, records...).FirstErr()
}

func produce(a driver.Arguments) (any, error) {
	records := make([]*kgo.Record, len(a.Records))
	for i, item := range a.Records {
		records[i] = &kgo.Record{Topic: a.Topic, Key: []byte(item.Key), Value: []byte(item.Value)}
		for name, data := range item.Headers {
			records[i].Headers = append(records[i].Headers, kgo.RecordHeader{Key: name, Value: []byte(data)})
		}
	}
	return send(records, kgo.ProducerBatchCompression(codecs[a.Codec]))
}

func join(a driver.Arguments, decode func([]byte) (any, error)) {
	driver.Join(a.Member, func(member *driver.Member) error {
		changed := func(added bool) func(context.Context, *kgo.Client, map[string][]int32) {
			return func(_ context.Context, _ *kgo.Client, partitions map[string][]int32) {
				if added {
					member.Own(partitions[a.Topic], nil)
				} else {
					member.Own(nil, partitions[a.Topic])
				}
			}
		}
		options := slices.Clone(settings) // cooperative-sticky is what it asks for unless told
		if a.Instance != "" {
			options = append(options, kgo.InstanceID(a.Instance))
		}
		client, err := kgo.NewClient(append(options, kgo.ConsumerGroup(a.Group), kgo.ConsumeTopics(a.Topic),
			kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.DisableAutoCommit(), kgo.BlockRebalanceOnPoll(),
			kgo.HeartbeatInterval(300*time.Millisecond), kgo.FetchMaxWait(200*time.Millisecond),
			kgo.OnPartitionsAssigned(changed(true)), kgo.OnPartitionsRevoked(changed(false)), kgo.OnPartitionsLost(changed(false)))...)
		if err != nil {
			return err
		}
		defer client.Close()
		for !member.Left() {
			ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
			fetches := client.PollFetches(ctx)
			cancel()
			var read []driver.Record
			for _, failure := range fetches.Errors() {
				if !errors.Is(failure.Err, context.DeadlineExceeded) {
					return failure.Err
				}
			}
			fetches.EachRecord(func(r *kgo.Record) {
				value, problem := decode(r.Value)
				if problem != nil {
					err = problem
				}
				headers := map[string]string{}
				for _, header := range r.Headers {
					headers[header.Key] = string(header.Value)
				}
				read = append(read, driver.Record{Partition: r.Partition, Offset: r.Offset, Key: string(r.Key), Value: value, Headers: headers})
			})
			if err == nil && len(read) > 0 {
				err = client.CommitUncommittedOffsets(context.Background())
			}
			if err != nil {
				return err
			}
			member.Add(read...)
			client.AllowRebalance()
		}
		return nil
	})
}

func produceAvro(a driver.Arguments) (any, error) {
	ctx, cancel := within()
	defer cancel()
	subject, err := registry.CreateSchema(ctx, a.Topic+"-value", sr.Schema{Schema: a.Schema})
	if err != nil {
		return nil, err
	}
	schema, err := avro.Parse(a.Schema)
	if err != nil {
		return nil, err
	}
	var serde sr.Serde
	serde.Register(subject.ID, map[string]any{}, sr.EncodeFn(func(value any) ([]byte, error) { return avro.Marshal(schema, value) }))
	var records []*kgo.Record
	for _, value := range a.Values {
		value["value"] = float32(value["value"].(float64)) // JSON knows one kind of number, hamba/avro insists
		framed, err := serde.Encode(value)
		if err != nil {
			return nil, err
		}
		records = append(records, &kgo.Record{Topic: a.Topic, Key: []byte(value["machine"].(string)), Value: framed})
	}
	return send(records)
}

func decodeAvro(data []byte) (any, error) {
	var header sr.ConfluentHeader
	id, rest, err := header.DecodeID(data)
	if err != nil {
		return nil, err
	}
	ctx, cancel := within()
	defer cancel()
	found, err := registry.SchemaByID(ctx, id)
	if err != nil {
		return nil, err
	}
	schema, err := avro.Parse(found.Schema)
	if err != nil {
		return nil, err
	}
	var value any
	return value, avro.Unmarshal(schema, rest, &value)
}

func listOffsets(a driver.Arguments) (any, error) {
	ctx, cancel := within()
	defer cancel()
	ends := map[string]map[int32]int64{"earliest": {}, "latest": {}}
	for name, list := range map[string]func(context.Context, ...string) (kadm.ListedOffsets, error){
		"earliest": admin.ListStartOffsets, "latest": admin.ListEndOffsets} {
		found, err := list(ctx, a.Topic)
		if err != nil {
			return nil, err
		}
		found.Each(func(offset kadm.ListedOffset) {
			if offset.Err != nil {
				err = offset.Err
			}
			ends[name][offset.Partition] = offset.Offset
		})
		if err != nil {
			return nil, err
		}
	}
	return ends, nil
}

// ask runs an action of the admin client with a time limit.
func ask(action func(context.Context, driver.Arguments) (any, error)) func(driver.Arguments) (any, error) {
	return func(a driver.Arguments) (any, error) {
		ctx, cancel := within()
		defer cancel()
		return action(ctx, a)
	}
}

func main() {
	client, err := kgo.NewClient(settings...)
	if err != nil {
		panic(err)
	}
	admin = kadm.NewClient(client)
	if registry, err = sr.NewClient(sr.URLs(os.Args[2])); err != nil {
		panic(err)
	}
	driver.Serve(driver.Actions{
		"hello": func(driver.Arguments) (any, error) {
			return map[string]string{"version": driver.Version("github.com/twmb/franz-go")}, nil
		},
		"create-topic": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			configs := map[string]*string{}
			for name, value := range a.Configs {
				configs[name] = kadm.StringPtr(value)
			}
			_, err := admin.CreateTopic(ctx, int32(a.Partitions), 1, configs, a.Topic)
			return nil, err
		}),
		"produce": produce,
		"join": func(a driver.Arguments) (any, error) {
			join(a, func(data []byte) (any, error) { return string(data), nil })
			return nil, nil
		},
		"produce-avro": produceAvro,
		"join-avro": func(a driver.Arguments) (any, error) {
			join(a, decodeAvro)
			return nil, nil
		},
		"list-topics": ask(func(ctx context.Context, _ driver.Arguments) (any, error) {
			topics, err := admin.ListTopics(ctx)
			return topics.Names(), err
		}),
		"describe-topic": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			topics, err := admin.ListTopics(ctx, a.Topic)
			return map[string]int{"partitions": len(topics[a.Topic].Partitions)}, err
		}),
		"create-partitions": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			answers, err := admin.UpdatePartitions(ctx, a.Total, a.Topic)
			if err == nil {
				err = answers.Error()
			}
			return nil, err
		}),
		"describe-configs": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			answers, err := admin.DescribeTopicConfigs(ctx, a.Topic)
			if err != nil {
				return nil, err
			}
			answer, err := answers.On(a.Topic, nil)
			configs := map[string]string{}
			for _, config := range answer.Configs {
				configs[config.Key] = config.MaybeValue()
			}
			return configs, errors.Join(err, answer.Err)
		}),
		"alter-config": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			answers, err := admin.AlterTopicConfigs(ctx, []kadm.AlterConfig{{Op: kadm.SetConfig, Name: a.Name, Value: &a.Value}}, a.Topic)
			for _, answer := range answers {
				err = errors.Join(err, answer.Err)
			}
			return nil, err
		}),
		"list-offsets": listOffsets,
		"delete-records": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			offsets := kadm.Offsets{}
			offsets.AddOffset(a.Topic, a.Partition, a.Before, -1)
			answers, err := admin.DeleteRecords(ctx, offsets)
			if err == nil {
				err = answers.Error()
			}
			return nil, err
		}),
		"list-groups": ask(func(ctx context.Context, _ driver.Arguments) (any, error) {
			groups, err := admin.ListGroups(ctx)
			return groups.Groups(), err
		}),
		"describe-group": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			groups, err := admin.DescribeGroups(ctx, a.Group)
			group := groups[a.Group]
			return map[string]any{"state": group.State, "members": len(group.Members)}, errors.Join(err, group.Err)
		}),
		"committed": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			found, err := admin.FetchOffsets(ctx, a.Group)
			offsets := map[int32]int64{}
			found.Each(func(offset kadm.OffsetResponse) { offsets[offset.Partition] = offset.At })
			return offsets, err
		}),
		"delete-group": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			_, err := admin.DeleteGroup(ctx, a.Group)
			return nil, err
		}),
		"delete-topic": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			_, err := admin.DeleteTopic(ctx, a.Topic)
			return nil, err
		}),
		"describe-log-dirs": ask(func(ctx context.Context, a driver.Arguments) (any, error) {
			found, err := admin.DescribeAllLogDirs(ctx, nil)
			sizes := map[int32]int64{}
			found.Each(func(folder kadm.DescribedLogDir) {
				err = errors.Join(err, folder.Err)
				for _, part := range folder.Topics[a.Topic] {
					sizes[part.Partition] = part.Size
				}
			})
			return sizes, err
		}),
		"describe-cluster": ask(func(ctx context.Context, _ driver.Arguments) (any, error) {
			metadata, err := admin.BrokerMetadata(ctx)
			brokers := []string{}
			for _, broker := range metadata.Brokers {
				brokers = append(brokers, fmt.Sprintf("%s:%d", broker.Host, broker.Port))
			}
			return map[string]any{"brokers": brokers}, err
		}),
	})
}
