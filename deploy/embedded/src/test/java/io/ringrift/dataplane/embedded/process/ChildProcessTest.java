package io.ringrift.dataplane.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void waitsForTheReadyLineAndReturnsIt() {
    try (ChildProcess child = start("echo starting; echo READY port=$PORT; sleep 60")) {
      assertThat(child.awaitReady(LONG)).isEqualTo("READY port=7");
      assertThat(child.isAlive()).isTrue();
      assertThat(child.exitCode()).isEmpty();
    }
  }

  @Test
  void tellsTheLastLinesOfAProgramThatEndsTooEarly() {
    try (ChildProcess child = start("echo the disk is full >&2; exit 3")) {
      assertThatThrownBy(() -> child.awaitReady(LONG))
          .isInstanceOf(StartupException.class)
          .hasMessageContainingAll("child", "exit code 3", "the disk is full");
    }
  }

  @Test
  void tellsTheLastLinesOfAProgramThatIsTooSlow() {
    try (ChildProcess child = start("echo still reading; sleep 60")) {
      assertThatThrownBy(() -> child.awaitReady(Duration.ofMillis(800)))
          .isInstanceOf(StartupException.class)
          .hasMessageContainingAll("not ready after 800 ms", "still reading");
    }
  }

  @Test
  void doesNotTakeTheReadyLineOfTheRunBefore() {
    try (ChildProcess first = start("echo READY; sleep 60")) {
      first.awaitReady(LONG);
    }
    try (ChildProcess second = start("exit 1")) {
      assertThatThrownBy(() -> second.awaitReady(LONG)).hasMessageContaining("exit code 1");
    }
    assertThat(folder.resolve("child.log")).hasContent("READY");
  }

  @Test
  void killEndsAtOnceWhateverTheProgramWants() {
    try (ChildProcess child = start("trap '' TERM; echo READY; while :; do sleep 0.1; done")) {
      child.awaitReady(LONG);

      child.kill();

      assertThat(child.exitCode()).hasValue(128 + 9);
    }
  }

  @Test
  void stopKillsAProgramThatDoesNotEndInTime() {
    try (ChildProcess child = start("trap '' TERM; echo READY; while :; do sleep 0.1; done")) {
      child.awaitReady(LONG);

      assertThat(child.stop(Duration.ofMillis(300))).isFalse();
      assertThat(child.exitCode()).hasValue(128 + 9);
    }
  }

  @Test
  void stopLetsAProgramEndByItself() {
    try (ChildProcess child =
        start("trap 'echo bye; exit 0' TERM; echo READY; while :; do sleep 0.1; done")) {
      child.awaitReady(LONG);

      assertThat(child.stop(LONG)).isTrue();
      assertThat(child.exitCode()).hasValue(0);
      assertThat(child.lastLines(1)).containsExactly("bye");
    }
  }

  @Test
  void namesACommandThatCannotBeRun() {
    ChildProcess.Spec spec =
        new ChildProcess.Spec(
            "child", List.of("/nowhere/at-all"), folder.resolve("log"), "READY", Map.of());

    assertThatThrownBy(() -> ChildProcess.start(spec))
        .isInstanceOf(StartupException.class)
        .hasMessageContainingAll("can't start child", "/nowhere/at-all");
  }

  @Test
  void childEndsWhenItsParentIsGone() throws Exception {
    Path log = folder.resolve("parent-link.log");
    JavaCommand command = JavaCommand.of(LinkedChild.class).withJvmOptions(List.of("-Xmx32m"));
    Process child = new ProcessBuilder(command.words()).redirectOutput(log.toFile()).start();

    child.getOutputStream().close();

    assertThat(child.waitFor()).isZero();
    assertThat(Files.readString(log)).contains("ended with its parent");
  }

  private ChildProcess start(String script) {
    return ChildProcess.start(
        new ChildProcess.Spec(
            "child",
            List.of("sh", "-c", script),
            folder.resolve("child.log"),
            "READY",
            Map.of("PORT", "7")));
  }

  /** A program that lives until its parent is gone. */
  static final class LinkedChild {
    private LinkedChild() {}

    public static void main(String[] arguments) throws InterruptedException {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> System.out.println("ended with its parent")));
      ParentLink.whenParentEnds(System.in, () -> System.exit(0));
      Thread.currentThread().join();
    }
  }
}
