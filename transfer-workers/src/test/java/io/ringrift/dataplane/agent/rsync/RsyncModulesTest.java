package io.ringrift.dataplane.agent.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RsyncModulesTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  @TempDir private Path folder;

  private final AtomicLong nanos = new AtomicLong();
  private Path own;
  private Path item;
  private RsyncModules modules;

  @BeforeEach
  void start() throws IOException {
    own = folder.resolve("rsync");
    item = Files.writeString(folder.resolve("item"), "first");
    modules = new RsyncModules(own, nanos::get);
  }

  @Test
  void eachHasOneFileAndASecretThatOnlyThisUserCanRead() throws IOException {
    RsyncModule one = modules.add(item, 4);
    RsyncModule other = modules.add(item, 4);

    assertThat(Files.readString(one.file())).isEqualTo("first");
    assertThat(files(one.folder())).containsExactly(one.file());
    assertThat(one.secret()).hasSize(48).isNotEqualTo(other.secret());
    Path secrets = own.resolve(one.name() + ".secrets");
    assertThat(Files.readString(secrets)).isEqualTo("fetch:" + one.secret() + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(modules.configuration()))
        .contains("read only = yes", "list = no")
        .contains("[" + one.name() + "]\n  path = " + one.folder() + "\n  auth users = fetch\n");
  }

  @Test
  void oneKeepsTheContentThatWasOffered() throws IOException {
    RsyncModule module = modules.add(item, 4);
    Files.delete(item);
    Files.writeString(item, "second");

    assertThat(Files.readString(module.file())).isEqualTo("first");
  }

  @Test
  void oneEndsWithItsSecretAMinuteAfterTheLastHasLeft() throws IOException {
    RsyncModule module = modules.add(item, 4);
    modules.join(module.name());
    nanos.addAndGet(10 * MINUTE);
    modules.removeIdle();
    assertThat(Files.exists(module.file())).as("while somebody is connected").isTrue();

    modules.leave(module);
    nanos.addAndGet(MINUTE + 1);
    modules.removeIdle();

    assertThat(modules.join(module.name())).isEmpty();
    assertThat(files(own)).containsExactly(modules.configuration());
    assertThat(Files.readString(modules.configuration())).doesNotContain(module.name());
  }

  @Test
  void nothingOfAnEarlierProcessIsLeft() throws IOException {
    modules.add(item, 4);

    new RsyncModules(own, nanos::get);

    assertThat(files(own)).isEmpty();
    assertThat(Files.readString(item)).isEqualTo("first");
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
