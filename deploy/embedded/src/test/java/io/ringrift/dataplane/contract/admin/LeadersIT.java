package io.ringrift.dataplane.contract.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeadersIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Of so many, several are unknown to whoever doesn't wait. */
  private static final int TOPICS = 100;

  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private static Admin admin;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(folder));
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void whoWaitedFindsEveryNewTopic() throws Exception {
    for (int i = 0; i < TOPICS; i++) {
      String name = "new-" + i;
      create(name, 2);

      Leaders.await(admin, List.of(name), TIMEOUT);

      assertThat(admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions())
          .hasSize(2);
    }
  }

  @Test
  void waitsForTopicsThatOthersAreAboutToMake() throws Exception {
    CompletableFuture<Void> waited =
        CompletableFuture.runAsync(() -> Leaders.await(admin, List.of("late"), TIMEOUT));
    create("late", 1);

    assertThat(waited).succeedsWithin(TIMEOUT);
  }

  @Test
  void aTopicThatNobodyMakesIsToldAfterTheTime() {
    assertThatThrownBy(() -> Leaders.await(admin, List.of("never"), Duration.ofMillis(200)))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("no leader of [never] after 200 ms");
  }

  private static void create(String topic, int partitions) throws Exception {
    admin
        .createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
        .all()
        .get();
  }
}
