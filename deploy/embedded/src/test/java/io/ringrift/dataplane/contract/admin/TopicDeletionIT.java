package io.ringrift.dataplane.contract.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.admin.TopicFinding.State;
import io.ringrift.dataplane.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicDeletionIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** In so many, whoever doesn't wait takes a deleted topic for one that is there. */
  private static final int ROUNDS = 10;

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
  void whatWasDeletedIsMadeAnewNotTakenForPresent() {
    TopicCreation creation = new TopicCreation(admin, TIMEOUT, Optional.empty());
    try (Topics topics = new Topics(Map.of("schema.registry.url", "mock://deletion"), 1)) {
      creation.create(topics.all());
      for (int i = 0; i < ROUNDS; i++) {
        TopicDeletion.delete(admin, topics.all().stream().map(Topic::name).toList(), TIMEOUT);

        assertThat(creation.create(topics.all()).findings())
            .extracting(TopicFinding::state)
            .containsOnly(State.CREATED);
      }
    }
  }

  @Test
  void aTopicThatIsNotThereDoesNoHarm() {
    assertThatCode(() -> TopicDeletion.delete(admin, List.of("never"), TIMEOUT))
        .doesNotThrowAnyException();
  }
}
