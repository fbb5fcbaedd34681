package io.ringrift.dataplane.local.stack;

import io.ringrift.dataplane.embedded.process.Ports;
import io.ringrift.dataplane.embedded.process.StartupException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Free ports, remembered: a stack that is started again is at the same addresses, which is what its
 * own stored data says of it.
 */
final class PortBook {
  private final Path file;
  private final Properties ports = new Properties();

  PortBook(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        ports.load(reader);
      } catch (IOException e) {
        throw new StartupException("can't read " + file + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * The port of {@code owner}: the one it had before, or a free one.
   *
   * @throws StartupException when the one it had is in use now
   */
  int port(String owner) {
    int before = Integer.parseInt(ports.getProperty(owner, "0"));
    int port = Ports.choose(before, owner);
    while (before == 0 && ports.containsValue(Integer.toString(port))) {
      port = Ports.free();
    }
    ports.setProperty(owner, Integer.toString(port));
    return port;
  }

  void save() {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
        ports.store(writer, "ports of this stack; delete this file to have others chosen");
      }
    } catch (IOException e) {
      throw new StartupException("can't write " + file + ": " + e.getMessage(), e);
    }
  }
}
