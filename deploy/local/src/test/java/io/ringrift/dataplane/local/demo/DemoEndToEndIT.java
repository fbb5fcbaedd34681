package io.ringrift.dataplane.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.settings.Addresses;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dataplane demo} as a person runs it: all processes, all five steps, every claim. */
class DemoEndToEndIT {
  @TempDir private static Path folder;

  @Test
  void movesRealFilesBecauseEventsAskedForThemAndProvesIt() {
    Path addresses = Addresses.file(folder);
    AtomicBoolean stackWasFound = new AtomicBoolean();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    int exitCode =
        new Demo(
                StackPlan.in(folder.resolve("demo")),
                addresses,
                new Output(out, Output.Format.TABLE),
                Clock.systemUTC())
            .run(() -> stackWasFound.set(Addresses.ofRunningStack(addresses).isPresent()));

    assertThat(exitCode).isZero();
    assertThat(stackWasFound).as("commands in other terminals find the stack").isTrue();
    assertThat(addresses).doesNotExist();
  }
}
