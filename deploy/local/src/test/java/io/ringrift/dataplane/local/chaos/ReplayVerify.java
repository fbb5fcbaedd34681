package io.ringrift.dataplane.local.chaos;

import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.local.Dataplane;
import io.ringrift.dataplane.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code dataplane replay --verify} against the running stack, as a person would call it. */
final class ReplayVerify {
  private static final int PATIENCE_SECONDS = 180;

  private ReplayVerify() {}

  /** What it found wrong. */
  static Optional<String> of(Stack stack) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("replay", "--verify"));
    for (String key : List.of("bootstrap.servers", "schema.registry.url")) {
      words.add("--" + key.replace('.', '-'));
      words.add(stack.addresses().settings().get(key));
    }
    Path output = stack.plan().run().resolve("replay-verify.log");
    Process process =
        new ProcessBuilder(
                JavaCommand.of(Dataplane.class)
                    .withJvmOptions(List.of("-Xmx256m", "-XX:+UseSerialGC"))
                    .withArguments(words)
                    .words())
            .directory(stack.plan().folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return Optional.of("replay --verify did not end within " + PATIENCE_SECONDS + " s");
    }
    return process.exitValue() == 0
        ? Optional.empty()
        : Optional.of("replay --verify: " + Files.readString(output));
  }
}
