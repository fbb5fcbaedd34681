package io.ringrift.dataplane.agent.fetch.bittorrent;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringrift.dataplane.agent.program.Program;
import java.util.Optional;

/** Tests that need the real {@code aria2c} are skipped where it is not installed. */
public final class Aria2Program {
  private Aria2Program() {}

  public static void require() {
    Optional<String> missing = Program.of("aria2c").missing();
    assumeThat(missing).as("apt-get install aria2").isEmpty();
  }
}
