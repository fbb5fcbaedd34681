package io.ringrift.dataplane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.registry.InMemoryRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaWarmUpTest {

  @Test
  void theRegistryKnowsTheSchemaOfEveryTopicOfRecords() {
    try (Topics topics = new Topics(Map.of("schema.registry.url", "mock://warm-up"), 3)) {
      SchemaWarmUp.learn(topics);

      InMemoryRegistry registry = InMemoryRegistry.named("warm-up");
      assertThat(topics.all())
          .filteredOn(topic -> !topic.use().value().matches("JSON text|raw bytes|bytes"))
          .isNotEmpty()
          .allSatisfy(
              topic ->
                  assertThat(registry.latest(topic.name() + "-value").schema().getName())
                      .isEqualTo(topic.use().value()));
    }
  }
}
