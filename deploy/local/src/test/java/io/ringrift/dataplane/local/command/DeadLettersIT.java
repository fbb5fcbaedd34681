package io.ringrift.dataplane.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.embedded.testing.EmbeddedPlatform;
import io.ringrift.dataplane.local.deadletter.LetterAccess;
import io.ringrift.dataplane.local.deadletter.Redrive;
import io.ringrift.dataplane.local.kafka.TopicAdmin;
import io.ringrift.dataplane.local.kafka.TopicReader;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.settings.ClientSettings;
import io.ringrift.dataplane.streams.DataPlaneApp;
import io.ringrift.dataplane.streams.DataPlaneSettings;
import io.ringrift.dataplane.streams.deadletter.Letter;
import io.ringrift.dataplane.streams.deadletter.LetterId;
import io.ringrift.dataplane.streams.deadletter.LetterLog;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Letters that a running application puts aside in three partitions, and an import beside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private EmbeddedPlatform platform;
  private Settings settings;
  private Topics topics;
  private DataPlaneApp app;
  private KafkaProducer<byte[], byte[]> producer;
  private Terminal terminal;

  @BeforeAll
  void start() throws InterruptedException {
    platform = EmbeddedPlatform.start(folder.resolve("platform"));
    Map<String, String> addresses =
        Map.of(
            "bootstrap.servers", platform.bootstrapServers(),
            "schema.registry.url", platform.registryUrl());
    settings = ClientSettings.of(addresses);
    new TopicAdmin(settings, Optional.empty()).create();
    topics = new Topics(settings.serdes(), 3);
    Map<String, String> flags = new HashMap<>(addresses);
    flags.put("streams.state.dir", folder.resolve("state").toString());
    flags.put("streams.query.port", "0");
    app = DataPlaneApp.start(DataPlaneSettings.load(null, Map.of(), flags));
    assertThat(app.awaitRunning(LIMIT)).isTrue();
    producer =
        new KafkaProducer<>(settings.kafka(), new ByteArraySerializer(), new ByteArraySerializer());
    terminal =
        new Terminal(
            folder,
            Map.of(
                "DATAPLANE_BOOTSTRAP_SERVERS", platform.bootstrapServers(),
                "DATAPLANE_SCHEMA_REGISTRY_URL", platform.registryUrl()));
  }

  @AfterAll
  void stop() {
    producer.close();
    app.close();
    topics.close();
    platform.close();
  }

  @Test
  void aRepairedLetterGoesBackOnceAndIsRememberedWithItsTime() throws Exception {
    for (int partition = 0; partition < 3; partition++) {
      send(topics.eventsJson().name(), partition, "{\"event\": \"host_online\", \"rack\": \"r\"}");
    }
    await().atMost(LIMIT).until(() -> letters("missing_field").size() == 3);
    JsonNode letter = letters("missing_field").get(1);
    String id = letter.path("id").asText();

    JsonNode shown = JSON.readTree(run("dead-letters", "show", id, "--output", "json").out());
    assertThat(shown.path("cause").asText()).startsWith("node_id is missing, allowed: a node's id");
    assertThat(shown.at("/value/event").asText()).isEqualTo("host_online");
    assertThat(run("dead-letters", "show", id).out()).contains("not yet", "\"rack\" : \"r\"");

    Path fixed =
        Files.writeString(
            folder.resolve("fixed.json"), "{\"event\": \"host_online\", \"node\": \"gpu-fixed\"}");
    assertThat(run("dead-letters", "redrive", id, "--dry-run").out())
        .contains(id + " would go back to dataplane.events.json (missing_field)");
    Terminal.Answer first = run("dead-letters", "redrive", id, "--value", fixed.toString());
    assertThat(first.err()).isEmpty();
    assertThat(first.out()).contains(id + " is now dataplane.events.json-");
    await().atMost(LIMIT).until(() -> nodes().contains("gpu-fixed"));

    Terminal.Answer second = run("dead-letters", "redrive", id, "--value", fixed.toString());
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err())
        .containsPattern(id + " was published again at 20.*Z to dataplane.events.json-\\d@\\d+");
    assertThat(letters("missing_field"))
        .as("the note is no letter")
        .hasSize(3)
        .filteredOn(each -> !each.path("redriven_at").isNull())
        .extracting(each -> each.path("id").asText())
        .containsExactly(id);
  }

  @Test
  void lettersThatAreStillBadComeBackAndSayWhichTheyWere() throws Exception {
    byte[] junk = {7, 7};
    producer.send(new ProducerRecord<>(topics.events().name(), 2, null, junk)).get();
    await().atMost(LIMIT).until(() -> letters("not_framed").size() == 1);
    String id = letters("not_framed").get(0).path("id").asText();
    String before = deadLettersFoundByTheDoctor();
    assertThat(before).matches("(1 record|\\d+ records) could not be taken");

    assertThat(run("dead-letters", "redrive", "--all", "--error", "not_framed").exitCode())
        .isZero();

    await().atMost(LIMIT).until(() -> letters("not_framed").size() == 2);
    assertThat(deadLettersFoundByTheDoctor()).as("one went back, and came").isEqualTo(before);
    List<JsonNode> letters = letters("not_framed");
    assertThat(letters.get(0).path("redriven_to").asText()).startsWith("dataplane.events-2@");
    assertThat(letters.get(1).path("from").asText()).startsWith("dataplane.events-2@");
    assertThat(run("dead-letters", "show", letters.get(1).path("id").asText()).out())
        .contains("header dataplane.redriven-from  dataplane.dead-letters-" + id)
        .contains("magic byte is 7, allowed: 0 or 1")
        .contains("07 07");
  }

  @Test
  void ofTwoRedrivesAtATimeTheLaterOneEndsTheEarlier() throws Exception {
    send(topics.eventsJson().name(), 0, "{\"event\": \"coffee\"}");
    await().atMost(LIMIT).until(() -> letters("unknown_event").size() == 1);
    String name = topics.deadLetters().name();
    LetterId id = LetterId.parse(letters("unknown_event").get(0).path("id").asText()).orElseThrow();
    try (LetterLog log = LetterAccess.open(settings, name);
        Redrive earlier = Redrive.open(settings, name)) {
      List<Letter> letter = log.find(List.of(id));
      try (Redrive later = Redrive.open(settings, name)) {
        assertThatThrownBy(() -> earlier.publish(letter, null))
            .isInstanceOf(Failure.class)
            .hasMessage("another redrive began and ended this one");
        assertThat(later.publish(letter, null)).hasSize(1);
      }
      assertThat(log.find(List.of(id)).get(0).redriven()).isPresent();
    }
    await().atMost(LIMIT).until(() -> letters("unknown_event").size() == 2);
  }

  @Test
  void saysThatALetterIsNotThere() {
    Terminal.Answer answer = run("dead-letters", "show", "0@999999");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("there is no dead letter 0@999999");
  }

  @Test
  void theHttpApiTellsOfTheSameLetters() throws Exception {
    for (int partition = 0; partition < 3; partition++) {
      send(topics.eventsJson().name(), partition, "{\"event\": ");
    }
    await().atMost(LIMIT).until(() -> letters("not_json").size() == 3);
    List<JsonNode> letters = letters("not_json");

    JsonNode all = http("/v1/dead-letters?error=not_json");
    assertThat(all.path("dead_letters")).containsExactlyElementsOf(letters);
    JsonNode last = http("/v1/dead-letters?limit=1&error=not_json");
    assertThat(last.path("dead_letters")).containsExactly(letters.get(2));
    assertThat(last.path("truncated").asBoolean()).isTrue();
    String id = letters.get(0).path("id").asText();
    assertThat(http("/v1/dead-letters/" + id))
        .isEqualTo(JSON.readTree(run("dead-letters", "show", id, "--output", "json").out()));
    assertThat(http("/v1/dead-letters/0@999999").at("/error/message").asText())
        .startsWith("no dead letter 0@999999");
  }

  private JsonNode http(String path) throws IOException, InterruptedException {
    HttpRequest get = HttpRequest.newBuilder(app.queryUrl().resolve(path)).build();
    return JSON.readTree(HttpClient.newHttpClient().send(get, BodyHandlers.ofString()).body());
  }

  @Test
  void publishesAnInventoryThatTheManifestTakes() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      lines.add(
          "{\"node_id\": \"owc\", \"item_id\": \"npz/imported_%d/a.npz\", \"sha256\": \"%s\","
                  .formatted(i, "ab".repeat(32))
              + " \"size_bytes\": 9}");
    }
    Path file = Files.write(folder.resolve("inventory.jsonl"), lines);

    Terminal.Answer answer = run("import", file.toString(), "--publish");

    assertThat(answer.err()).isEmpty();
    assertThat(answer.out()).contains("6 reports are published");
    List<ReplicaReport> reports = new ArrayList<>();
    try (TopicReader reader =
        TopicReader.of(settings)
            .on(topics.inventory(), found -> reports.add(found.value()))
            .open()) {
      reader.readToEnd();
    }
    assertThat(reports).hasSize(6).allMatch(report -> report.getBoot() == 0);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(manifest())
                    .containsExactlyInAnyOrder(
                        "npz/imported_0/a.npz no_validated_content",
                        "npz/imported_1/a.npz no_validated_content",
                        "npz/imported_2/a.npz no_validated_content",
                        "npz/imported_3/a.npz no_validated_content",
                        "npz/imported_4/a.npz no_validated_content",
                        "npz/imported_5/a.npz no_validated_content"));
  }

  private String deadLettersFoundByTheDoctor() throws JsonProcessingException {
    JsonNode findings = JSON.readTree(run("doctor", "--output", "json").out());
    return StreamSupport.stream(findings.spliterator(), false)
        .filter(finding -> finding.path("what").asText().equals("dead letters"))
        .findFirst()
        .orElseThrow()
        .path("found")
        .asText();
  }

  private List<String> manifest() {
    Map<String, String> rows = new HashMap<>();
    try (TopicReader reader =
        TopicReader.of(settings)
            .on(
                topics.manifest(),
                found ->
                    rows.put(
                        found.value().getItemId(),
                        found.value().getItemId() + " " + found.value().getReason()))
            .open()) {
      reader.readToEnd();
    }
    return List.copyOf(rows.values());
  }

  private List<JsonNode> letters(String error) throws JsonProcessingException {
    JsonNode all =
        JSON.readTree(run("dead-letters", "ls", "--error", error, "--output", "json").out());
    return StreamSupport.stream(all.spliterator(), false).toList();
  }

  private Set<String> nodes() {
    Set<String> nodes = new HashSet<>();
    try (TopicReader reader =
        TopicReader.of(settings)
            .on(topics.nodes(), found -> nodes.add(found.value().getNodeId()))
            .open()) {
      reader.readToEnd();
    }
    return nodes;
  }

  private void send(String topic, int partition, String json)
      throws InterruptedException, ExecutionException {
    producer
        .send(new ProducerRecord<>(topic, partition, null, json.getBytes(StandardCharsets.UTF_8)))
        .get();
  }

  private Terminal.Answer run(String... words) {
    return terminal.run(words);
  }
}
