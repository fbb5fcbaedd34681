package io.ringrift.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.worker.grant.GrantRefusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/** docs/reference/agent-api.md says what the code says; a failure prints the table. */
class AgentPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "agent-api.md");

  @Test
  void settingsAreCurrent() throws IOException {
    ConfigDef all = AgentSettings.definition();
    CommonSettings.definition().names().forEach(name -> all.configKeys().remove(name));

    assertThat(Files.readString(PAGE))
        .contains(
            all.configKeys().values().stream()
                .sorted(Comparator.comparing(key -> key.name))
                .map(AgentPageTest::setting)
                .collect(Collectors.joining()));
  }

  @Test
  void settingsOfTheScannerAreCurrent() throws IOException {
    ConfigDef all = ScannerSettings.definition();
    CommonSettings.definition().names().forEach(name -> all.configKeys().remove(name));

    assertThat(Files.readString(Path.of("..", "docs", "reference", "s3-scan.md")))
        .contains(
            all.configKeys().values().stream()
                .sorted(Comparator.comparing(key -> key.name))
                .map(AgentPageTest::setting)
                .collect(Collectors.joining()));
  }

  @Test
  void failuresAreCurrent() throws IOException {
    assertThat(Files.readString(PAGE))
        .contains(
            Arrays.stream(FailureCode.values())
                .map(AgentPageTest::failure)
                .collect(Collectors.joining()));
  }

  @Test
  void refusalsAreCurrent() throws IOException {
    assertThat(Files.readString(PAGE))
        .contains(Arrays.stream(GrantRefusal.values()).map(r -> "`" + r.code() + "`").toList());
  }

  private static String setting(ConfigDef.ConfigKey key) {
    Object value = key.hasDefault() ? key.defaultValue : "must be given";
    if (value instanceof List<?> list) {
      value = list.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    return "| `%s` | %s | %s |\n"
        .formatted(key.name, "".equals(value) ? "empty" : value, key.documentation);
  }

  private static String failure(FailureCode code) {
    return "| `%s` | %s | %s |\n".formatted(code.code(), code.reaction(), code.meaning());
  }
}
