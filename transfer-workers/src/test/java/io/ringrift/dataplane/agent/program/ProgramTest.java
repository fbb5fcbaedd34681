package io.ringrift.dataplane.agent.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  @TempDir private Path folder;

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void isFoundInTheFirstFolderThatHasItAndTellsItsVersion() throws IOException {
    Path first = script(folder.resolve("a"), "echo 'rsync  version 3.2.7  protocol version 31'");
    script(folder.resolve("b"), "echo 'rsync  version 9.9'");

    Program program = search("rsync", "none", "a", "b");

    assertThat(program.missing()).isEmpty();
    assertThat(program.path()).isEqualTo(first);
    assertThat(program.version()).isEqualTo("3.2.7");
  }

  @Test
  void aPathIsTakenAsItIs() throws IOException {
    Path own = script(folder.resolve("own"), "echo 'rsync  version v3.4.1'");

    assertThat(search(own.toString()).version()).isEqualTo("3.4.1");
    assertThat(search(folder.resolve("nothing").toString()).missing())
        .contains(folder.resolve("nothing") + " is no program");
  }

  @Test
  void oneThatIsNotThereIsMissingWithTheReasonUntilItIsInstalled() throws IOException {
    Program program = search("rsync", "a");

    assertThat(program.missing()).contains("rsync is not installed: it is not on the agent's PATH");
    assertThatThrownBy(program::path).isInstanceOf(IllegalStateException.class);

    script(folder.resolve("a"), "echo 'rsync  version 3.2.7'");
    assertThat(program.missing()).as("not looked for at every question").isPresent();
    nanos.addAndGet(Duration.ofSeconds(31).toNanos());

    assertThat(program.missing()).isEmpty();
    assertThat(program.version()).isEqualTo("3.2.7");
  }

  @Test
  void oneThatDoesNotRunIsMissingWithWhatItSaid() throws IOException {
    Path broken = script(folder.resolve("a"), "echo 'libxxhash.so.0: cannot open'; exit 127");

    assertThat(search("rsync", "a").missing())
        .contains(broken + " --version ended with 127 and said: libxxhash.so.0: cannot open");
  }

  @Test
  void sshIsAskedInItsOwnWay() throws IOException {
    Path ssh =
        script(
            folder.resolve("a"),
            "[ $1 = -V ] && echo 'OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.19' >&2 || exit 255");

    assertThat(Requirement.SSH.at(ssh.toString()).version()).isEqualTo("9.2");
    assertThat(Requirement.RSYNC.at(ssh.toString()).missing())
        .contains(ssh + " --version ended with 255 and said: nothing");
  }

  private Program search(String told, String... folders) {
    return new Program(
        told, "--version", List.of(folders).stream().map(folder::resolve).toList(), nanos::get);
  }

  private static Path script(Path folder, String line) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("rsync");
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
