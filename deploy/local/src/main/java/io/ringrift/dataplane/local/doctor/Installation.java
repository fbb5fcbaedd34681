package io.ringrift.dataplane.local.doctor;

import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import io.ringrift.dataplane.local.output.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The programs that transports need, on this machine: what is there, and how to get the rest. */
public final class Installation {
  private static final String APT = "apt-get";

  private final List<Requirement> missing = new ArrayList<>();
  private final List<String> present = new ArrayList<>();

  private Installation(Function<Requirement, Program> search) {
    for (Requirement requirement : Requirement.values()) {
      Program program = search.apply(requirement);
      if (program.missing().isPresent()) {
        missing.add(requirement);
      } else {
        present.add(requirement.program() + " " + program.version() + " at " + program.path());
      }
    }
  }

  /** Of the machine that this runs on, by its {@code PATH}. */
  public static Installation here() {
    return of(requirement -> requirement.at(requirement.program()));
  }

  static Installation of(Function<Requirement, Program> search) {
    return new Installation(search);
  }

  /** Programs that are there, with version and place. */
  public List<String> present() {
    return List.copyOf(present);
  }

  /** What is missing, each with the transport that needs it. */
  public List<String> missing() {
    return missing.stream().map(r -> r.program() + ", for " + r.transport()).toList();
  }

  /** Debian's commands that install what is missing; none when nothing is. */
  public List<List<String>> commands() {
    if (missing.isEmpty()) {
      return List.of();
    }
    List<String> install =
        new ArrayList<>(List.of(APT, "install", "-y", "--no-install-recommends"));
    missing.forEach(requirement -> install.add(requirement.debianPackage()));
    return List.of(List.of(APT, "update"), List.copyOf(install));
  }

  /**
   * Runs the commands, showing what they print.
   *
   * @throws Failure if this isn't root, there is no apt-get, or one of them fails
   */
  public void run() {
    if (commands().isEmpty()) {
      return;
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      throw Failure.usage("installing needs root, this is " + System.getProperty("user.name"))
          .next("run the commands that doctor --install prints, as root");
    }
    Program apt = Program.of(APT);
    if (apt.missing().isPresent()) {
      throw Failure.usage("only Debian's apt-get is known to --yes: " + apt.missing().get())
          .next("install with this system's own tools: " + String.join("; ", missing()));
    }
    commands().forEach(Installation::run);
  }

  private static void run(List<String> command) {
    try {
      int code = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (code != 0) {
        throw Failure.undone(String.join(" ", command) + " ended with " + code, null);
      }
    } catch (IOException e) {
      throw Failure.undone(String.join(" ", command) + " can't be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.undone(String.join(" ", command) + " was not waited for", e);
    }
  }
}
