package io.ringrift.dataplane.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

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
    install(Requirement.ARIA2C, "version 1.2.3");

    Installation found = search();

    assertThat(found.present()).containsExactly("aria2c 1.2.3 at " + folder.resolve("aria2c"));
    assertThat(found.missing()).containsExactly("rsync, for rsync", "ssh, for rsync by ssh");
    assertThat(found.commands())
        .containsExactly(
            List.of("apt-get", "update"),
            List.of(
                "apt-get", "install", "-y", "--no-install-recommends", "rsync", "openssh-client"));
  }

  @Test
  void hasNothingToRunWhereAllIsThere() throws IOException {
    install(Requirement.ARIA2C, "version 1.2.3");
    install(Requirement.RSYNC, "version 1.2.3");
    install(Requirement.SSH, "OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.19");

    Installation found = search();

    assertThat(found.missing()).isEmpty();
    assertThat(found.present()).contains("ssh 9.2 at " + folder.resolve("ssh"));
    assertThat(found.commands()).isEmpty();
    assertThatCode(found::run).doesNotThrowAnyException();
  }

  private Installation search() {
    return Installation.of(each -> each.at(folder.resolve(each.program()).toString()));
  }

  private void install(Requirement requirement, String words) throws IOException {
    Path file = folder.resolve(requirement.program());
    Files.writeString(file, "#!/bin/sh\necho '" + words + "'\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
