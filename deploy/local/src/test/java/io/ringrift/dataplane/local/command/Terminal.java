package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.output.Screen;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine;

/** Runs commands as a person would and keeps what they print. */
final class Terminal {
  static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  /** What a person sees of a command. */
  record Answer(int exitCode, String out, String err) {}

  private final Surroundings surroundings;

  Terminal(Path home, Map<String, String> environment) {
    this(home, environment, Screen.NONE);
  }

  Terminal(Path home, Map<String, String> environment, Screen screen) {
    this.surroundings = new Surroundings(home, environment, () -> NOW, screen);
  }

  Answer run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Commands.line(surroundings);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int exitCode = line.execute(words);
    return new Answer(exitCode, out.toString(), err.toString());
  }

  Surroundings surroundings() {
    return surroundings;
  }
}
