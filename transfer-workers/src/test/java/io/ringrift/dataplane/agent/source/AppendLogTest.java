package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a line that can't be appended: nothing, so that the next one stands alone. */
class AppendLogTest {
  private static final long PLENTY = 1 << 20;

  @TempDir Path folder;
  private final AtomicLong room = new AtomicLong(PLENTY);
  private final AtomicLong failingCuts = new AtomicLong();
  private Path file;
  private AppendLog log;

  @BeforeEach
  void begin() throws IOException {
    file = folder.resolve("log");
    log = new AppendLog(file, path -> new NearlyFullFile(path, room, failingCuts));
    log.rewrite(Stream.of("1 a"));
  }

  /** The tear is before the line, in its number, behind it, in its name, before its end. */
  @ParameterizedTest
  @ValueSource(longs = {0, 2, 4, 5, 8})
  void aLineThatAFullDiskCutsIsNotThere(long left) throws IOException {
    room.set(left);
    assertThatThrownBy(() -> log.append("2000 name", true)).hasMessage("No space left on device");
    room.set(PLENTY);
    log.append("3000 other", true);

    assertThat(lines()).containsExactly("1 a", "3000 other");
    assertThat(file).content().isEqualTo("1 a\n3000 other\n");
    assertThat(log.appended()).isEqualTo(1);
  }

  @Test
  void nothingIsAppendedBehindATornLineThatCanNotBeCut() throws IOException {
    room.set(2);
    failingCuts.set(2);
    assertThatThrownBy(() -> log.append("2000 name", true)).hasMessage("No space left on device");
    room.set(PLENTY);

    assertThatThrownBy(() -> log.append("3000 other", true)).hasMessage("can't be cut");
    assertThat(file).content().isEqualTo("1 a\n20");
    log.append("3000 other", true);

    assertThat(file).content().isEqualTo("1 a\n3000 other\n");
  }

  @Test
  void whoIsInterruptedWhileItWritesEndsItForNobodyElse() throws Exception {
    try (AppendLog real = new AppendLog(file)) {
      real.rewrite(Stream.of("1 a"));
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> real.append("2 b", true))
          .isInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();

      real.append("3 c", true);
    }

    assertThat(file).content().isEqualTo("1 a\n3 c\n");
  }

  @Test
  void aRewriteThatFailsLeavesItAsItWas() throws IOException {
    Path temporary = Files.createDirectory(folder.resolve("log.tmp"));
    assertThatThrownBy(() -> log.rewrite(Stream.of("2 b"))).isInstanceOf(IOException.class);
    Files.delete(temporary);

    log.append("3 c", true);

    assertThat(lines()).containsExactly("1 a", "3 c");
  }

  @Test
  void whatAKillHasTornIsNotGluedToTheNextLine() throws IOException {
    log.close();
    Files.writeString(file, "20", StandardOpenOption.APPEND);

    AppendLog next = new AppendLog(file);
    List<String> whole = new ArrayList<>();
    next.replay(whole::add);
    next.rewrite(whole.stream());
    next.append("3 c", true);
    next.close();

    assertThat(file).content().isEqualTo("1 a\n3 c\n");
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    log.replay(lines::add);
    return lines;
  }
}
