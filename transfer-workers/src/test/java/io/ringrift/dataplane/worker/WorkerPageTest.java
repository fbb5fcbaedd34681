package io.ringrift.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.metrics.WorkerMetric;
import io.ringrift.dataplane.worker.transport.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of docs/reference/worker.md say what the code says; a failure prints the table. */
class WorkerPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "worker.md");

  @Test
  void settingsAreCurrent() throws IOException {
    assertThat(Files.readString(PAGE)).contains(SettingRows.of(WorkerSettings.definition()));
  }

  @Test
  void failuresAreCurrent() throws IOException {
    assertThat(Files.readString(PAGE))
        .contains(
            Arrays.stream(FailureCode.values())
                .map(WorkerPageTest::failure)
                .collect(Collectors.joining()));
  }

  @Test
  void metricsAreCurrent() throws IOException {
    assertThat(Files.readString(PAGE))
        .contains(
            Arrays.stream(WorkerMetric.values())
                .map(
                    metric ->
                        "| `%s` | %s | %s |\n"
                            .formatted(
                                metric.fullName(),
                                String.join(", ", metric.labels()),
                                metric.help()))
                .collect(Collectors.joining()));
  }

  private static String failure(FailureCode code) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            code.wireName(),
            code.reaction(),
            code.party().name().toLowerCase(Locale.ROOT),
            code.counted() ? "yes" : "no");
  }
}
