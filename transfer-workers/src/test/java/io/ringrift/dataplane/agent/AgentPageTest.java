package io.ringrift.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.worker.SettingRows;
import io.ringrift.dataplane.worker.grant.GrantRefusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/agent-api.md says what the code says; a failure prints the table. */
class AgentPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "agent-api.md");

  @Test
  void settingsAreCurrent() throws IOException {
    assertThat(Files.readString(PAGE)).contains(SettingRows.of(AgentSettings.definition()));
  }

  @Test
  void settingsOfTheScannerAreCurrent() throws IOException {
    assertThat(Files.readString(Path.of("..", "docs", "reference", "s3-scan.md")))
        .contains(SettingRows.of(ScannerSettings.definition()));
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

  private static String failure(FailureCode code) {
    return "| `%s` | %s | %s |\n".formatted(code.code(), code.reaction(), code.meaning());
  }
}
