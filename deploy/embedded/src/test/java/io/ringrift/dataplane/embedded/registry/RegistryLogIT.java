package io.ringrift.dataplane.embedded.registry;

import static io.ringrift.dataplane.embedded.registry.RegistryCalls.V1;
import static io.ringrift.dataplane.embedded.registry.RegistryCalls.V2;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.embedded.EmbeddedBroker;
import io.ringrift.dataplane.embedded.registry.RegistryCalls.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids against a real broker that stops, comes back and has two registries. */
class RegistryLogIT {
  @TempDir Path folder;

  @Test
  void restartKeepsIdsAndSettings() {
    try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(folder))) {
      int port;
      try (DevelopmentRegistry registry = registry(broker, 0)) {
        port = registry.port();
        RegistryCalls calls = new RegistryCalls(registry.url());
        calls.register("a", V1);
        calls.register("b", V2);
        calls.put("/config/a", Map.of("compatibility", "FULL"));
        calls.delete("/subjects/b");
        calls.delete("/subjects/b?permanent=true");
      }

      try (DevelopmentRegistry registry = registry(broker, port)) {
        RegistryCalls calls = new RegistryCalls(registry.url());
        assertThat(calls.register("a", V1).body().path("id").asInt()).isEqualTo(1);
        assertThat(calls.get("/config/a").body().path("compatibilityLevel").asText())
            .isEqualTo("FULL");
        // 2 was V2's; it is gone for good and so is its id.
        assertThat(calls.register("c", V2).body().path("id").asInt()).isEqualTo(3);
      }
    }
  }

  @Test
  void brokerOutageFailsWritesServesReadsAndLosesNoId() {
    EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(folder));
    int port = broker.port();
    try (DevelopmentRegistry registry = registry(broker, 0)) {
      RegistryCalls calls = new RegistryCalls(registry.url());
      calls.register("a", V1);
      broker.close();

      Answer refused = calls.register("b", V2);
      assertThat(refused.status()).isEqualTo(500);
      assertThat(refused.code()).isEqualTo(50001);
      assertThat(calls.get("/schemas/ids/1").status()).isEqualTo(200);

      broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(folder).withPort(port));
      assertThat(calls.register("b", V2).body().path("id").asInt()).isEqualTo(2);
      assertThat(calls.register("a", V1).body().path("id").asInt()).isEqualTo(1);
    } finally {
      broker.close();
    }
  }

  @Test
  void twoRegistriesOnOneBrokerNeverGiveAnIdTwice() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(2);
    try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(folder));
        DevelopmentRegistry one = registry(broker, 0);
        DevelopmentRegistry two = registry(broker, 0)) {
      Future<List<Integer>> first = clients.submit(() -> registerMany(one, "one"));
      Future<List<Integer>> second = clients.submit(() -> registerMany(two, "two"));

      List<Integer> ids = new ArrayList<>(first.get());
      ids.addAll(second.get());

      assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(10);
      try (DevelopmentRegistry reader = registry(broker, 0)) {
        RegistryCalls calls = new RegistryCalls(reader.url());
        assertThat(ids).allMatch(id -> calls.get("/schemas/ids/" + id).status() == 200);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  /** Ids of the registrations that were answered; one that lost to the other registry may fail. */
  private static List<Integer> registerMany(DevelopmentRegistry registry, String prefix) {
    RegistryCalls calls = new RegistryCalls(registry.url());
    return IntStream.range(0, 15)
        .mapToObj(i -> calls.register(prefix + i, fixed(prefix + i)))
        .filter(answer -> answer.status() == 200)
        .map(answer -> answer.body().path("id").asInt())
        .toList();
  }

  private static String fixed(String name) {
    return "{\"type\":\"fixed\",\"name\":\"" + name + "\",\"size\":4}";
  }

  private static DevelopmentRegistry registry(EmbeddedBroker broker, int port) {
    return DevelopmentRegistry.start(
        DevelopmentRegistry.Options.on(broker.bootstrapServers())
            .withPort(port)
            .withPatience(Duration.ofSeconds(6)));
  }
}
