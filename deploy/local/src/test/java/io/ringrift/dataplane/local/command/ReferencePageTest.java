package io.ringrift.dataplane.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferencePageTest {

  @Test
  void equalsTheHelpOfTheCommands() throws IOException {
    Path page = Path.of("..", "..", "docs", "reference", "cli.md");

    assertThat(Files.readString(page))
        .as("docs/reference/cli.md; write it again with ./dataplane reference > that file")
        .isEqualTo(new Terminal(Path.of("."), Map.of()).run("reference").out());
  }
}
