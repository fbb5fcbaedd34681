package io.ringrift.dataplane.local.settings;

import io.ringrift.dataplane.local.output.Screen;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command finds around it, passed in so that tests choose it.
 *
 * @param home folder of the project: {@code .dataplane} lies below it
 * @param environment variables of the process
 * @param clock what time it is
 * @param screen what the answer is seen on
 */
public record Surroundings(
    Path home, Map<String, String> environment, InstantSource clock, Screen screen) {

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Without a terminal. */
  public Surroundings(Path home, Map<String, String> environment, InstantSource clock) {
    this(home, environment, clock, Screen.NONE);
  }

  /** Of this process; the start script names its home. */
  public static Surroundings ofThisProcess() {
    return new Surroundings(
        Path.of(System.getProperty("dataplane.home", ".")).toAbsolutePath().normalize(),
        System.getenv(),
        Clock.systemUTC(),
        Screen.ofThisProcess(System.getenv()));
  }

  /** Folder for everything that running the system leaves behind. */
  public Path folder() {
    return home.resolve(".dataplane");
  }
}
