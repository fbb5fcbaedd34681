package io.ringrift.dataplane.contract.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessArgumentsTest {
  @Test
  void takesSettingsFileAndFlags() {
    ProcessArguments arguments =
        parse(
            "--config",
            "dataplane.properties",
            "--worker.slots",
            "4",
            "--worker.id=w-1",
            "--verbose");

    assertThat(arguments.config()).contains(Path.of("dataplane.properties"));
    assertThat(arguments.verbose()).isTrue();
    assertThat(arguments.settings())
        .containsOnly(entry("worker.slots", "4"), entry("worker.id", "w-1"));
  }

  @Test
  void namesAWordThatHasNoPlace() {
    assertThatThrownBy(() -> parse("start"))
        .hasMessage("'start' has no place; allowed: --key value");
    assertThatThrownBy(() -> parse("--worker.id"))
        .hasMessage("--worker.id has no value; allowed: --worker.id VALUE");
  }

  private static ProcessArguments parse(String... words) {
    return ProcessArguments.parse(words);
  }
}
