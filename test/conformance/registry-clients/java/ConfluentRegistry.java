import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Config;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Metadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.shaded.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.avro.shaded.com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Confluent's CachedSchemaRegistryClient, driven by the lines of ../actions.ts. The jar has the parser of Avro schemas only.
 * usage: ConfluentRegistry REGISTRY_URL. Runs from its source: java -cp 'jars/*' ConfluentRegistry.java …
 */
public class ConfluentRegistry {
    private static final ObjectMapper JSON = new ObjectMapper();

    private interface Action {
        Object run(JsonNode arguments) throws Exception;
    }

    private final CachedSchemaRegistryClient client;
    private final RestService rest;
    private final Map<String, Action> actions = new HashMap<>();

    private ConfluentRegistry(String url) {
        rest = new RestService(url);
        client = new CachedSchemaRegistryClient(rest, 100, List.of(new AvroSchemaProvider()), Map.of(), Map.of());
        actions.put("register", a -> Map.of("id", client.register(subject(a), parse(a), a.has("normalize"))));
        actions.put("import", a ->
            Map.of("id", client.register(subject(a), parse(a), a.get("version").asInt(), a.get("id").asInt())));
        actions.put("lookup", a -> {
            ParsedSchema schema = parse(a);
            return Map.of("id", client.getId(subject(a), schema), "version", client.getVersion(subject(a), schema));
        });
        actions.put("by-id", a -> {
            int id = a.get("id").asInt();
            ParsedSchema found =
                a.has("subject") ? client.getSchemaBySubjectAndId(subject(a), id) : client.getSchemaById(id);
            return content(found.canonicalString(), found.schemaType(), found.references());
        });
        actions.put("by-version", a -> show(client.getSchemaMetadata(subject(a), a.get("version").asInt())));
        actions.put("latest", a -> show(client.getLatestSchemaMetadata(subject(a))));
        actions.put("by-properties", a -> {
            Map<String, String> properties = JSON.convertValue(a.get("properties"), TreeMap.class);
            SchemaMetadata found = client.getLatestWithMetadata(subject(a), properties, false);
            return Map.of("id", found.getId(), "version", found.getVersion());
        });
        actions.put("versions", a -> client.getAllVersions(subject(a)));
        actions.put("subjects", a -> client.getAllSubjects());
        actions.put("deleted-subjects", a -> client.getAllSubjects(true));
        actions.put("subjects-of-id", a -> client.getAllSubjectsById(a.get("id").asInt()));
        actions.put("versions-of-id", a -> {
            List<Object> all = new ArrayList<>();
            client.getAllVersionsById(a.get("id").asInt()).forEach(one -> {
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put("subject", one.getSubject());
                shown.put("version", one.getVersion());
                all.add(shown);
            });
            return all;
        });
        actions.put("contexts", a -> rest.getAllContexts());
        actions.put("referenced-by", a -> rest.getReferencedBy(Map.of(), subject(a), a.get("version").asInt()));
        actions.put("compatible", a -> client.testCompatibility(subject(a), parse(a)));
        actions.put("delete-version", a ->
            client.deleteSchemaVersion(subject(a), a.get("version").asText(), a.has("permanent")));
        actions.put("delete-subject", a -> client.deleteSubject(subject(a), a.has("permanent")));
        actions.put("set-level", a -> client.updateConfig(subject(a), new Config(a.get("level").asText())).toString());
        actions.put("level", a -> client.getConfig(subject(a)).getCompatibilityLevel());
        actions.put("unset-level", a -> {
            client.deleteConfig(subject(a));
            return null;
        });
        actions.put("set-mode", a -> client.setMode(a.get("mode").asText(), subject(a)));
        actions.put("mode", a -> client.getMode(subject(a)));
        actions.put("unset-mode", a -> {
            client.deleteMode(subject(a));
            return null;
        });
    }

    private static String subject(JsonNode a) {
        return a.has("subject") ? a.get("subject").asText() : null;
    }

    private ParsedSchema parse(JsonNode a) {
        List<SchemaReference> references = new ArrayList<>();
        if (a.has("references")) {
            a.get("references").forEach(one -> references.add(new SchemaReference(
                one.get("name").asText(), one.get("subject").asText(), one.get("version").asInt())));
        }
        ParsedSchema schema = client.parseSchema(a.get("type").asText(), a.get("schema").asText(), references)
            .orElseThrow(() -> new IllegalArgumentException("the client does not parse it"));
        if (!a.has("properties")) return schema;
        Map<String, String> properties = JSON.convertValue(a.get("properties"), TreeMap.class);
        return schema.copy(new Metadata(null, properties, null), null);
    }

    private static Map<String, Object> content(String schema, String type, Collection<SchemaReference> references) {
        List<Object> shown = new ArrayList<>();
        for (SchemaReference one : references) {
            Map<String, Object> reference = new LinkedHashMap<>();
            reference.put("name", one.getName());
            reference.put("subject", one.getSubject());
            reference.put("version", one.getVersion());
            shown.add(reference);
        }
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("schema", schema);
        content.put("type", type);
        content.put("references", shown);
        return content;
    }

    private static Map<String, Object> show(SchemaMetadata found) {
        Map<String, Object> shown = content(found.getSchema(), found.getSchemaType(), found.getReferences());
        shown.put("id", found.getId());
        shown.put("version", found.getVersion());
        return shown;
    }

    private Map<String, Object> answer(JsonNode arguments) {
        Map<String, Object> answer = new HashMap<>();
        client.reset(); // each answer is to be the registry's
        try {
            answer.put("ok", actions.get(arguments.get("do").asText()).run(arguments));
        } catch (RestClientException error) {
            Map<String, Object> refused = new HashMap<>();
            refused.put("status", error.getStatus());
            refused.put("code", error.getErrorCode());
            refused.put("message", error.getMessage());
            answer.put("ok", Map.of("refused", refused));
        } catch (Exception error) {
            answer.put("error", error.toString());
        }
        return answer;
    }

    public static void main(String[] args) throws Exception {
        ConfluentRegistry program = new ConfluentRegistry(args[0]);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            byte[] answer = JSON.writeValueAsBytes(program.answer(JSON.readTree(line)));
            System.out.write(answer, 0, answer.length);
            System.out.println();
            System.out.flush();
        }
        System.exit(0);
    }
}
