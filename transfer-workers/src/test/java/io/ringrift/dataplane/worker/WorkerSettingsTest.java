package io.ringrift.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.config.SettingsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {
  @Test
  void hasDefaultsForAllButTheKey() {
    WorkerSettings settings = settings(Map.of());

    assertThat(settings.id()).contains("-" + ProcessHandle.current().pid() + "-");
    assertThat(settings.plan().total()).isEqualTo(10);
    assertThat(settings.plan().reserved()).isEqualTo(2);
    assertThat(settings.leaseInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.drain()).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.httpHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void twoWorkersOfOneHostGetDifferentIds() {
    assertThat(settings(Map.of("worker.id", "")).id()).isNotBlank();
    assertThat(settings(Map.of("worker.id", "w-1")).id()).isEqualTo("w-1");
  }

  @Test
  void passesKafkaAndRegistrySettingsThrough() {
    WorkerSettings settings =
        settings(
            Map.of(
                "kafka.security.protocol", "SASL_SSL",
                "schema.registry.url", "http://registry:8081",
                "bootstrap.servers", "kafka-1:9092,kafka-2:9092"));

    assertThat(settings.kafka())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("bootstrap.servers", "kafka-1:9092,kafka-2:9092");
    assertThat(settings.serdes()).containsEntry("schema.registry.url", "http://registry:8081");
  }

  @Test
  void refusesToReserveAllSlots() {
    assertThatThrownBy(() -> settings(Map.of("worker.slots", "2")))
        .isInstanceOf(SettingsException.class)
        .hasMessage("worker.slots.critical is 2; allowed: fewer than worker.slots, which is 2");
  }

  @Test
  void namesEveryFaultAtOnce() {
    assertThatThrownBy(
            () -> settings(Map.of("worker.slots", "0", "worker.drain.ms", "x", "worker.slot", "1")))
        .isInstanceOfSatisfying(
            SettingsException.class, e -> assertThat(e.faults()).hasSizeGreaterThanOrEqualTo(3));
  }

  private static WorkerSettings settings(Map<String, String> given) {
    Map<String, String> flags = new HashMap<>(given);
    flags.put("worker.grant.private.key", "grant-private.pem");
    return WorkerSettings.of(Settings.load(WorkerSettings.definition(), null, Map.of(), flags));
  }
}
