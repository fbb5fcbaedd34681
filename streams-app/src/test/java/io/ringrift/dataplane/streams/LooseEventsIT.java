package io.ringrift.dataplane.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.embedded.testing.EmbeddedPlatform;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loose events by both ways into a running application, every partition of the JSON topic used. */
class LooseEventsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PARTITIONS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private static Path folder;

  @Test
  void looseEventsOfEveryPartitionAndPostedOnesReachTheNodeTable() throws Exception {
    try (EmbeddedPlatform kafka = EmbeddedPlatform.start(folder.resolve("platform"));
        AppPlatform platform =
            new AppPlatform(kafka.bootstrapServers(), kafka.registryUrl(), PARTITIONS)) {
      platform.createTopics();
      try (DataPlaneApp app = start(kafka)) {
        for (int i = 0; i < PARTITIONS; i++) {
          json(
              platform,
              i,
              "{\"event\": \"host_online\", \"node_name\": \"gpu-%d\", \"endpoint\":"
                  + " \"http://10.0.0.%d:7001\"}",
              i,
              i);
          json(platform, i, "{\"event\": \"host_online\", \"provider\": \"nobody-%d\"}", i);
        }
        await()
            .atMost(LIMIT)
            .untilAsserted(() -> assertThat(online(app)).contains("gpu-0", "gpu-1", "gpu-2"));

        // By address now. The table by which addresses are known comes a moment after the nodes.
        List<JsonNode> posted = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
          String event = "{\"event\": \"HOST_ONLINE\", \"host\": \"10.0.0." + i + "\"}";
          posted.add(
              await()
                  .atMost(LIMIT)
                  .until(() -> post(app, event), answer -> answer.path("taken").asInt() == 1));
        }
        for (int i = 0; i < PARTITIONS; i++) {
          json(platform, i, "{\"event\": \"host_offline\", \"host\": \"10.0.0.%d\"}", i);
        }
        await().atMost(LIMIT).untilAsserted(() -> assertThat(online(app)).isEmpty());

        checkHistory(platform, posted);
        checkLetters(platform);
        assertThat(AppPlatform.text(app.queryUrl(), "/metrics"))
            .contains("{way=\"topic\",result=\"taken\",what=\"HOST_OFFLINE\"} 3")
            .contains("{way=\"topic\",result=\"refused\",what=\"missing_field\"} 3")
            .contains("{way=\"http\",result=\"taken\",what=\"HOST_ONLINE\"} 3");
      }
    }
  }

  private static void checkHistory(AppPlatform platform, List<JsonNode> posted) {
    List<ConsumerRecord<byte[], byte[]>> history =
        platform.read(platform.topics().events().name(), 9);
    Map<String, String> places =
        history.stream()
            .collect(
                Collectors.toMap(
                    record -> decoded(platform, record).getEventId(),
                    record -> record.partition() + "@" + record.offset()));
    assertThat(places)
        .hasSize(9)
        .containsKeys(
            "dataplane.events.json:0:0",
            "dataplane.events.json:0:2",
            "dataplane.events.json:1:0",
            "dataplane.events.json:1:2",
            "dataplane.events.json:2:0",
            "dataplane.events.json:2:2");
    for (JsonNode answer : posted) {
      JsonNode event = answer.at("/events/0");
      assertThat(places)
          .containsEntry(
              event.at("/event/event_id").asText(),
              event.path("partition").asInt() + "@" + event.path("offset").asLong());
    }
  }

  private static void checkLetters(AppPlatform platform) {
    assertThat(platform.read(platform.topics().deadLetters().name(), PARTITIONS))
        .extracting(
            letter -> header(letter, "dataplane.partition") + header(letter, "dataplane.cause"))
        .hasSize(PARTITIONS)
        .allMatch(text -> text.contains("node_id is missing, allowed: a node's id"))
        .extracting(text -> text.charAt(0))
        .containsExactlyInAnyOrder('0', '1', '2');
  }

  private static DataPlaneApp start(EmbeddedPlatform kafka) throws InterruptedException {
    DataPlaneApp app =
        DataPlaneApp.start(
            DataPlaneSettings.load(
                null,
                Map.of(),
                Map.of(
                    "bootstrap.servers", kafka.bootstrapServers(),
                    "schema.registry.url", kafka.registryUrl(),
                    "streams.state.dir", folder.resolve("state").toString(),
                    "streams.query.port", "0")));
    assertThat(app.awaitRunning(LIMIT)).isTrue();
    return app;
  }

  private static void json(AppPlatform platform, int partition, String text, Object... values) {
    platform.sendRaw(
        platform.topics().eventsJson().name(),
        partition,
        String.format(java.util.Locale.ROOT, text, values).getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode post(DataPlaneApp app, String body) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(app.queryUrl().resolve("/v1/events"))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return JSON.readTree(answer.body());
  }

  private static List<String> online(DataPlaneApp app) throws Exception {
    JsonNode nodes = AppPlatform.get(app.queryUrl(), "/v1/nodes").path("nodes");
    return StreamSupport.stream(nodes.spliterator(), false)
        .filter(node -> node.path("online").asBoolean())
        .map(node -> node.path("node_id").asText())
        .toList();
  }

  private static ClusterEvent decoded(AppPlatform platform, ConsumerRecord<?, byte[]> record) {
    return platform
        .topics()
        .events()
        .value()
        .deserializer()
        .deserialize(record.topic(), record.value());
  }

  private static String header(ConsumerRecord<?, ?> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
