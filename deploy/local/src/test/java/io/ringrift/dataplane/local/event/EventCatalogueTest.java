package io.ringrift.dataplane.local.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventCatalogueTest {
  private final EventCatalogue catalogue = new EventCatalogue();

  @Test
  void listsEveryEventOfTheArchitectureDecision() {
    assertThat(catalogue.names())
        .contains(
            "TRAINING_STARTED",
            "TRAINING_THRESHOLD_REACHED",
            "DATA_NEEDED",
            "DATA_STALE",
            "SELFPLAY_COMPLETE",
            "NPZ_EXPORT_COMPLETE",
            "MODEL_PROMOTED",
            "HOST_ONLINE",
            "HOST_OFFLINE",
            "BACKPRESSURE_ACTIVATED",
            "BACKPRESSURE_RELEASED");
  }

  @Test
  void findsEventsHoweverTheyAreWritten() {
    assertThat(catalogue.find("data-needed")).map(EventType::name).contains("DATA_NEEDED");
    assertThat(catalogue.find("DATA_WANTED")).isEmpty();
  }

  @Test
  void describesEveryEventAndField() {
    assertThat(catalogue.all())
        .allSatisfy(
            type -> {
              assertThat(type.doc()).isNotBlank().doesNotStartWith(type.name());
              assertThat(type.fields())
                  .allSatisfy(
                      field -> {
                        assertThat(field.doc()).isNotBlank();
                        assertThat(field.allowed()).isNotBlank();
                      });
            });
  }
}
