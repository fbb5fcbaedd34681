package io.ringrift.dataplane.local.settings;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where the parts of a running {@code dataplane up} are. It writes them to a file, so that commands
 * in other terminals need no flags.
 *
 * @param pid the process that runs the stack
 * @param settings keys as in a settings file: {@code bootstrap.servers}, {@code
 *     schema.registry.url}, {@code query.url}
 */
public record Addresses(long pid, Map<String, String> settings) {
  private static final String PID = "stack.pid";

  public Addresses {
    settings = Map.copyOf(settings);
  }

  /** The file below the folder that {@code up} and {@code demo} use. */
  public static Path file(Path folder) {
    return folder.resolve("run").resolve("addresses.properties");
  }

  /** Empty when there is no file or the process that wrote it is gone. */
  public static Optional<Addresses> ofRunningStack(Path file) {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
    long pid = Long.parseLong(settings.getOrDefault(PID, "0"));
    settings.remove(PID);
    return ProcessHandle.of(pid).map(running -> new Addresses(pid, settings));
  }

  /** Removes the file when this process wrote it; another stack's file stays. */
  public static void removeOwn(Path file) {
    ofRunningStack(file)
        .filter(addresses -> addresses.pid() == ProcessHandle.current().pid())
        .ifPresent(own -> own.remove(file));
  }

  private void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("can't remove " + file, e);
    }
  }

  /** Replaces the file as a whole: a reader never sees half of it. */
  public void writeTo(Path file) {
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.setProperty(PID, Long.toString(pid));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (Writer writer = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
        properties.store(writer, "written by the stack that runs as process " + pid);
      }
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file, e);
    }
  }
}
