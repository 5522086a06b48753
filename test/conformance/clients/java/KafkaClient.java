import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.apicurio.registry.resolver.client.RegistryArtifactReference;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryVersionCoordinates;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Java's kafka-clients, driven by the lines of test/conformance/clients/driver.ts, with Apicurio's Avro serde.
 * usage: KafkaClient BOOTSTRAP REGISTRY_URL. Runs from its source: java -cp 'jars/*' KafkaClient.java …
 */
public class KafkaClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private interface Action {
        Object run(JsonNode arguments) throws Exception;
    }

    private final Map<String, Object> settings;
    private final String registryUrl;
    private final Admin admin;
    private final Map<String, Member> members = new HashMap<>();

    private KafkaClient(String bootstrap, String registryUrl) {
        this.settings = Map.of("bootstrap.servers", bootstrap, "client.id", "kafka-clients");
        this.registryUrl = registryUrl;
        this.admin = Admin.create(settings);
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err); // what a client prints is no answer
        Map<String, Action> actions = new KafkaClient(arguments[0], arguments[1]).actions();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            JsonNode command = JSON.readTree(line);
            Map<String, Object> answer = new HashMap<>();
            try {
                answer.put("ok", actions.get(command.get("do").asText()).run(command));
            } catch (Throwable error) {
                Throwable cause = error instanceof ExecutionException ? error.getCause() : error;
                answer.put("error", cause.toString());
            }
            answers.println(JSON.writeValueAsString(answer));
        }
        System.exit(0);
    }

    private Map<String, Action> actions() {
        Map<String, Action> actions = new HashMap<>();
        actions.put("hello", a -> Map.of("version", AppInfoParser.getVersion()));
        actions.put("create-topic", this::createTopic);
        actions.put("produce", this::produce);
        actions.put("join", a -> join(a, new StringDeserializer(), value -> value));
        actions.put("poll", a -> members.get(a.get("member").asText()).take());
        actions.put("leave", a -> members.remove(a.get("member").asText()).leave());
        actions.put("produce-avro", this::produceAvro);
        actions.put("join-avro", this::joinAvro);
        actions.put("list-topics", a -> get(admin.listTopics().names()));
        actions.put("describe-topic", a -> Map.of("partitions", partitionsOf(a).size()));
        actions.put("create-partitions", a -> get(admin.createPartitions(
            Map.of(topicOf(a), NewPartitions.increaseTo(a.get("total").asInt()))).all()));
        actions.put("describe-configs", this::describeConfigs);
        actions.put("alter-config", this::alterConfig);
        actions.put("list-offsets", a -> Map.of(
            "earliest", listOffsets(a, OffsetSpec.earliest()), "latest", listOffsets(a, OffsetSpec.latest())));
        actions.put("delete-records", this::deleteRecords);
        actions.put("list-groups", a -> get(admin.listGroups().all()).stream().map(GroupListing::groupId).toList());
        actions.put("describe-group", this::describeGroup);
        actions.put("committed", this::committed);
        actions.put("delete-group", a -> get(admin.deleteConsumerGroups(List.of(a.get("group").asText())).all()));
        actions.put("delete-topic", a -> get(admin.deleteTopics(List.of(topicOf(a))).all()));
        actions.put("describe-cluster", a -> Map.of("brokers", get(admin.describeCluster().nodes()).stream()
            .map(node -> node.host() + ":" + node.port()).toList()));
        actions.put("describe-log-dirs", this::describeLogDirs);
        return actions;
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static String topicOf(JsonNode arguments) {
        return arguments.get("topic").asText();
    }

    private Map<String, Object> with(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(more);
        return all;
    }

    private Object createTopic(JsonNode arguments) throws Exception {
        Map<String, String> configs = JSON.convertValue(arguments.get("configs"), Map.class);
        NewTopic topic = new NewTopic(topicOf(arguments), arguments.get("partitions").asInt(), (short) 1).configs(configs);
        return get(admin.createTopics(List.of(topic)).all());
    }

    private Object produce(JsonNode arguments) throws Exception {
        List<ProducerRecord<String, String>> records = new ArrayList<>();
        for (JsonNode item : arguments.get("records")) {
            ProducerRecord<String, String> record =
                new ProducerRecord<>(topicOf(arguments), item.get("key").asText(), item.get("value").asText());
            item.get("headers").fields().forEachRemaining(header ->
                record.headers().add(header.getKey(), header.getValue().asText().getBytes(StandardCharsets.UTF_8)));
            records.add(record);
        }
        return send(records, arguments.get("codec").asText(), new StringSerializer());
    }

    private <V> Object send(List<ProducerRecord<String, V>> records, String codec, Serializer<V> serializer) throws Exception {
        Map<String, Object> options = with(Map.of("compression.type", codec, "linger.ms", 20, "delivery.timeout.ms", 20_000,
            "request.timeout.ms", 10_000));
        try (KafkaProducer<String, V> producer = new KafkaProducer<>(options, new StringSerializer(), serializer)) {
            List<Future<RecordMetadata>> futures = records.stream().map(producer::send).toList();
            for (Future<RecordMetadata> future : futures) get(future);
        }
        return null;
    }

    private <V> Object join(JsonNode arguments, Deserializer<V> deserializer, Function<V, Object> show) {
        Map<String, Object> options = with(Map.of("group.id", arguments.get("group").asText(), "auto.offset.reset", "earliest",
            "enable.auto.commit", false, "heartbeat.interval.ms", 300, "fetch.max.wait.ms", 100));
        if (arguments.has("instance")) options.put("group.instance.id", arguments.get("instance").asText());
        if (arguments.has("cooperative")) {
            options.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        }
        KafkaConsumer<String, V> consumer = new KafkaConsumer<>(options, new StringDeserializer(), deserializer);
        members.put(arguments.get("member").asText(), new Member<>(consumer, topicOf(arguments), show));
        return null;
    }

    /** A member of a group that reads and commits in a thread of its own. */
    private static final class Member<V> implements ConsumerRebalanceListener {
        private final CountDownLatch left = new CountDownLatch(1);
        private final List<Object> records = new ArrayList<>();
        private final Set<Integer> assigned = new java.util.TreeSet<>();
        private volatile boolean leaving;
        private Throwable failure;

        Member(KafkaConsumer<String, V> consumer, String topic, Function<V, Object> show) {
            Thread thread = new Thread(() -> {
                try (consumer) {
                    consumer.subscribe(List.of(topic), this);
                    while (!leaving) {
                        List<Object> read = new ArrayList<>();
                        for (ConsumerRecord<String, V> record : consumer.poll(Duration.ofMillis(100))) read.add(describe(record, show));
                        if (read.isEmpty()) continue;
                        consumer.commitSync();
                        synchronized (this) {
                            records.addAll(read);
                            notifyAll();
                        }
                    }
                } catch (Throwable error) {
                    synchronized (this) {
                        failure = error;
                    }
                }
                left.countDown();
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public synchronized void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> assigned.add(partition.partition()));
        }

        @Override
        public synchronized void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> assigned.remove(partition.partition()));
        }

        synchronized Object take() throws Exception {
            if (records.isEmpty() && failure == null) wait(200);
            if (failure != null) throw new IllegalStateException(failure);
            Object taken = Map.of("assigned", List.copyOf(assigned), "records", List.copyOf(records));
            records.clear();
            return taken;
        }

        Object leave() throws Exception {
            leaving = true;
            if (!left.await(30, TimeUnit.SECONDS)) throw new IllegalStateException("did not leave in 30 s");
            if (failure != null) throw new IllegalStateException(failure);
            return null;
        }

        private static <V> Object describe(ConsumerRecord<String, V> record, Function<V, Object> show) {
            Map<String, String> headers = new LinkedHashMap<>();
            for (Header header : record.headers()) headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            return Map.of("partition", record.partition(), "offset", record.offset(), "key", record.key(),
                "value", show.apply(record.value()), "headers", headers);
        }
    }

    private Object produceAvro(JsonNode arguments) throws Exception {
        Schema schema = new Schema.Parser().parse(arguments.get("schema").asText());
        List<ProducerRecord<String, GenericRecord>> records = new ArrayList<>();
        for (JsonNode value : arguments.get("values")) {
            GenericRecord record = new GenericData.Record(schema);
            for (Schema.Field field : schema.getFields()) {
                JsonNode item = value.get(field.name());
                record.put(field.name(), item.isNumber() ? (Object) item.asDouble() : item.asText());
            }
            records.add(new ProducerRecord<>(topicOf(arguments), value.get("machine").asText(), record));
        }
        AvroKafkaSerializer<GenericRecord> serializer = new AvroKafkaSerializer<>(new ConfluentRegistry(registryUrl));
        serializer.configure(Map.of("apicurio.registry.url", registryUrl, "apicurio.registry.auto-register", true), false);
        return send(records, "none", serializer);
    }

    private Object joinAvro(JsonNode arguments) {
        AvroKafkaDeserializer<GenericRecord> deserializer = new AvroKafkaDeserializer<>(new ConfluentRegistry(registryUrl));
        deserializer.configure(Map.of("apicurio.registry.url", registryUrl), false);
        return join(arguments, deserializer, KafkaClient::parse);
    }

    private static Object parse(GenericRecord record) {
        try {
            return JSON.readTree(record.toString());
        } catch (java.io.IOException error) {
            throw new java.io.UncheckedIOException(error);
        }
    }

    private List<TopicPartition> partitionsOf(JsonNode arguments) throws Exception {
        String topic = topicOf(arguments);
        return get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().stream()
            .map(info -> new TopicPartition(topic, info.partition())).toList();
    }

    private Object describeConfigs(JsonNode arguments) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topicOf(arguments));
        Map<String, String> configs = new TreeMap<>();
        get(admin.describeConfigs(List.of(resource)).all()).get(resource).entries()
            .forEach(entry -> configs.put(entry.name(), entry.value()));
        return configs;
    }

    private Object alterConfig(JsonNode arguments) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topicOf(arguments));
        ConfigEntry entry = new ConfigEntry(arguments.get("name").asText(), arguments.get("value").asText());
        return get(admin.incrementalAlterConfigs(
            Map.of(resource, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET)))).all());
    }

    private Map<Integer, Long> listOffsets(JsonNode arguments, OffsetSpec spec) throws Exception {
        Map<TopicPartition, OffsetSpec> wanted = partitionsOf(arguments).stream().collect(Collectors.toMap(part -> part, part -> spec));
        Map<Integer, Long> offsets = new TreeMap<>();
        get(admin.listOffsets(wanted).all()).forEach((part, found) -> offsets.put(part.partition(), found.offset()));
        return offsets;
    }

    private Object deleteRecords(JsonNode arguments) throws Exception {
        TopicPartition partition = new TopicPartition(topicOf(arguments), arguments.get("partition").asInt());
        get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(arguments.get("before").asLong()))).all());
        return null;
    }

    private Object describeGroup(JsonNode arguments) throws Exception {
        String group = arguments.get("group").asText();
        var description = get(admin.describeConsumerGroups(List.of(group)).all()).get(group);
        return Map.of("state", description.groupState().toString(), "members", description.members().size());
    }

    private Object committed(JsonNode arguments) throws Exception {
        Map<Integer, Long> offsets = new TreeMap<>();
        get(admin.listConsumerGroupOffsets(arguments.get("group").asText()).partitionsToOffsetAndMetadata())
            .forEach((part, found) -> offsets.put(part.partition(), found.offset()));
        return offsets;
    }

    private Object describeLogDirs(JsonNode arguments) throws Exception {
        Map<Integer, Long> sizes = new TreeMap<>();
        String topic = topicOf(arguments);
        get(admin.describeLogDirs(List.of(get(admin.describeCluster().controller()).id())).allDescriptions()).values()
            .forEach(folders -> folders.values().forEach(folder -> folder.replicaInfos().forEach((part, info) -> {
                if (part.topic().equals(topic)) sizes.put(part.partition(), info.size());
            })));
        return sizes;
    }

    /** The Confluent REST API behind Apicurio's serde, whose own client speaks only Apicurio's API. An id is a content id. */
    private record ConfluentRegistry(String url) implements RegistryClientFacade {
        private JsonNode call(String path, Object body) {
            try {
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                    .header("content-type", "application/vnd.schemaregistry.v1+json");
                if (body != null) request.POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
                HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() != 200) throw new IllegalStateException(path + ": " + response.body());
                return JSON.readTree(response.body());
            } catch (java.io.IOException | InterruptedException error) {
                throw new IllegalStateException(path, error);
            }
        }

        @Override
        public String getSchemaByContentId(Long id) {
            return call("/schemas/ids/" + id, null).get("schema").asText();
        }

        @Override
        public RegistryVersionCoordinates createSchema(String type, String group, String artifact, String version,
                String ifExists, boolean canonical, String schema, Set<RegistryArtifactReference> references) {
            String path = "/subjects/" + URLEncoder.encode(artifact, StandardCharsets.UTF_8) + "/versions";
            long id = call(path, Map.of("schemaType", "AVRO", "schema", schema)).get("id").asLong();
            return RegistryVersionCoordinates.create(id, id, group, artifact, version);
        }

        @Override
        public List<RegistryArtifactReference> getReferencesByContentId(long id) {
            return List.of();
        }

        @Override
        public String getSchemaByGlobalId(long id, boolean dereferenced) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getSchemaByGAV(String group, String artifact, String version) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getSchemaByContentHash(String hash) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<RegistryArtifactReference> getReferencesByGlobalId(long id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<RegistryArtifactReference> getReferencesByGAV(String group, String artifact, String version) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<RegistryArtifactReference> getReferencesByContentHash(String hash) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<RegistryVersionCoordinates> searchVersionsByContent(String schema, String type, ArtifactReference reference, boolean canonical) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RegistryVersionCoordinates getVersionCoordinatesByGAV(String group, String artifact, String version) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object getClient() {
            return null;
        }
    }
}
