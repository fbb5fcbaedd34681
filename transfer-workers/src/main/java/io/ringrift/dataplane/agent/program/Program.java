package io.ringrift.dataplane.agent.program;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program on this machine: found if it runs and tells its version. While it isn't found it is
 * looked for again, so that installing it is enough. Thread-safe.
 */
public final class Program {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern VERSION =
      Pattern.compile("(?:version v?|OpenSSH_)(\\d+(?:\\.\\d+)*)");

  private final String told;
  private final String versionOption;
  private final List<Path> folders;
  private final LongSupplier nanoTime;
  private Path path;
  private String version;
  private String missing;
  private long lookedAt;

  /**
   * @param told its name, or a path to it
   * @param versionOption has it tell its version, and do nothing else
   * @param folders where a name is looked for, in this order
   */
  Program(String told, String versionOption, List<Path> folders, LongSupplier nanoTime) {
    this.told = told;
    this.versionOption = versionOption;
    this.folders = List.copyOf(folders);
    this.nanoTime = nanoTime;
    look();
  }

  /**
   * @param told its name, which is looked for on the {@code PATH}, or a path to it
   */
  public static Program of(String told) {
    return of(told, "--version");
  }

  static Program of(String told, String versionOption) {
    String searched = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return new Program(
        told,
        versionOption,
        Arrays.stream(searched.split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .map(Path::of)
            .toList(),
        System::nanoTime);
  }

  /** Why it can't be used; nothing if it can. */
  public synchronized Optional<String> missing() {
    if (missing != null && nanoTime.getAsLong() - lookedAt > LOOK_AGAIN.toNanos()) {
      look();
    }
    return Optional.ofNullable(missing);
  }

  /**
   * Where it lies.
   *
   * @throws IllegalStateException if it is missing
   */
  public synchronized Path path() {
    requireFound();
    return path;
  }

  /**
   * What it says of itself, such as 3.2.7.
   *
   * @throws IllegalStateException if it is missing
   */
  public synchronized String version() {
    requireFound();
    return version;
  }

  private void requireFound() {
    if (missing != null) {
      throw new IllegalStateException(missing);
    }
  }

  private void look() {
    lookedAt = nanoTime.getAsLong();
    Optional<Path> found = find();
    if (found.isEmpty()) {
      missing =
          told.contains(File.separator)
              ? told + " is no program"
              : told + " is not installed: it is not on the agent's PATH";
      return;
    }
    path = found.get();
    try {
      missing = askVersion();
    } catch (IOException e) {
      missing = path + " can't be run: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      missing = path + " was not asked for its version: the agent stops";
    }
  }

  private Optional<Path> find() {
    List<Path> candidates =
        told.contains(File.separator)
            ? List.of(Path.of(told))
            : folders.stream().map(folder -> folder.resolve(told)).toList();
    return candidates.stream()
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** Returns what is wrong; null: nothing. */
  private String askVersion() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(path.toString(), versionOption).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return "%s %s gave no answer for %d s".formatted(path, versionOption, PATIENCE.toSeconds());
      }
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      String first = answer.lines().findFirst().orElse("nothing");
      Matcher matcher = VERSION.matcher(first);
      if (process.exitValue() != 0 || !matcher.find()) {
        return "%s %s ended with %d and said: %s"
            .formatted(path, versionOption, process.exitValue(), first);
      }
      version = matcher.group(1);
      return null;
    } finally {
      process.destroyForcibly();
    }
  }
}
