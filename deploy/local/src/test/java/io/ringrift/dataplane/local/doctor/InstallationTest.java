package io.ringrift.dataplane.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
  @TempDir private Path folder;

  @Test
  void saysWhatIsMissingAndDebiansCommandsForIt() throws IOException {
    install(Requirement.ARIA2C);

    Installation found = search();

    assertThat(found.present()).containsExactly("aria2c 1.2.3 at " + folder.resolve("aria2c"));
    assertThat(found.missing()).containsExactly("rsync, for rsync");
    assertThat(found.commands())
        .containsExactly(
            List.of("apt-get", "update"),
            List.of("apt-get", "install", "-y", "--no-install-recommends", "rsync"));
  }

  @Test
  void hasNothingToRunWhereAllIsThere() throws IOException {
    for (Requirement requirement : Requirement.values()) {
      install(requirement);
    }

    Installation found = search();

    assertThat(found.missing()).isEmpty();
    assertThat(found.commands()).isEmpty();
    assertThatCode(found::run).doesNotThrowAnyException();
  }

  private Installation search() {
    return Installation.of(each -> Program.of(folder.resolve(each.program()).toString()));
  }

  private void install(Requirement requirement) throws IOException {
    Path file = folder.resolve(requirement.program());
    Files.writeString(file, "#!/bin/sh\necho '" + requirement.program() + " version 1.2.3'\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
