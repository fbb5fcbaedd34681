package io.ringrift.dataplane.contract.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.junit.jupiter.api.Test;

class ProcessStartTest {
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @Test
  void givesTheServiceItsSettings() {
    assertThat(start((settings, id, out) -> out.print(id), "--worker.id", "w-1")).isZero();

    assertThat(told).hasToString("w-1");
  }

  @Test
  void namesEachSettingThatCannotBeUsed() {
    assertThat(start((settings, id, out) -> {}, "--worker.slots", "many")).isEqualTo(2);

    assertThat(told.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("worker: "))
        .anyMatch(line -> line.contains("worker.id"))
        .anyMatch(line -> line.contains("worker.slots"));
  }

  @Test
  void namesAWordThatHasNoPlace() {
    assertThat(start((settings, id, out) -> {}, "start")).isEqualTo(2);

    assertThat(told.toString().lines())
        .containsExactly("worker: 'start' has no place; allowed: --key value");
  }

  @Test
  void saysInOneLineWhoCannotStart() {
    ProcessStart.Service<String> failing =
        (settings, id, out) -> {
          throw new IOException("the port is taken");
        };

    assertThat(start(failing, "--worker.id", "w-1")).isEqualTo(1);

    assertThat(told.toString().lines())
        .containsExactly("worker w-1 can't start: the port is taken");
  }

  @Test
  void showsTheStackTraceIfAsked() {
    ProcessStart.Service<String> failing =
        (settings, id, out) -> {
          throw new KafkaException("no broker");
        };

    assertThat(start(failing, "--worker.id", "w-1", "--verbose")).isEqualTo(1);

    assertThat(told.toString()).startsWith("worker w-1 can't start: no broker").contains("\tat ");
  }

  private int start(ProcessStart.Service<String> service, String... words) {
    ConfigDef definition =
        new ConfigDef()
            .define("worker.id", Type.STRING, Importance.HIGH, "Who it is.")
            .define("worker.slots", Type.INT, 4, Importance.HIGH, "How many at once.");
    PrintStream out = new PrintStream(told, true);
    return new ProcessStart<>(
            "worker",
            definition,
            settings -> settings.string("worker.id"),
            id -> "worker " + id,
            service)
        .run(words, Map.of(), out, out);
  }
}
