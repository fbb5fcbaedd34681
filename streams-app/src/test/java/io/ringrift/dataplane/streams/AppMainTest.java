package io.ringrift.dataplane.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppMainTest {

  @TempDir Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void readsItsArguments() {
    assertThat(
            AppArguments.parse(
                "--config", "a.properties", "--set", "streams.threads=1", "--set", "k=a=b"))
        .isEqualTo(
            new AppArguments(
                Path.of("a.properties"), Map.of("streams.threads", "1", "k", "a=b"), false, false));
    assertThat(AppArguments.parse("--verbose", "--with-parent"))
        .isEqualTo(new AppArguments(null, Map.of(), true, true));
  }

  @Test
  void refusesArgumentsThatItDoesNotKnow() {
    assertThatThrownBy(() -> AppArguments.parse("--port", "1"))
        .hasMessage("unknown argument --port");
    assertThatThrownBy(() -> AppArguments.parse("--set", "streams.threads"))
        .hasMessage("--set is 'streams.threads', allowed: KEY=VALUE");
    assertThatThrownBy(() -> AppArguments.parse("--config")).hasMessage("--config needs a value");
  }

  @Test
  void namesEveryFaultySettingOnALineOfItsOwn() {
    int code = run("--set", "streams.threads=0", "--set", "streams.query.port=70000");

    assertThat(code).isEqualTo(2);
    assertThat(lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("streams.threads"))
        .anyMatch(line -> line.contains("streams.query.port"))
        .anyMatch(line -> line.contains("streams.state.dir"));
  }

  @Test
  void saysInOneLineThatTheStateFolderCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    int code = run("--set", "streams.state.dir=" + file);

    assertThat(code).isEqualTo(2);
    assertThat(lines()).hasSize(1);
    assertThat(lines()[0]).startsWith("streams.state.dir is " + file + ", which can't be written");
  }

  @Test
  void showsTheStackTraceWhenVerbose() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    run("--verbose", "--set", "streams.state.dir=" + file);

    assertThat(lines()).anyMatch(line -> line.contains("at io.ringrift.dataplane.streams"));
  }

  private int run(String... words) {
    return AppMain.run(
        words,
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String[] lines() {
    return err.toString(StandardCharsets.UTF_8).strip().split("\\R");
  }
}
