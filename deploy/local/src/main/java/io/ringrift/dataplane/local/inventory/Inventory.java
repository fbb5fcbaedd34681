package io.ringrift.dataplane.local.inventory;

import io.ringrift.dataplane.avro.ReplicaReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A file of replicas, one JSON object a line; blank lines and lines that begin with {@code #} are
 * skipped. Read twice, first to check, so that no half of a faulty file is published and the file
 * needn't fit into memory.
 */
public final class Inventory {
  private final Path file;
  private final Instant importedAt;

  /**
   * What is in the file.
   *
   * @param faults each with its line
   */
  public record Summary(long replicas, long items, long nodes, long bytes, List<String> faults) {}

  /**
   * @param importedAt when the import began
   */
  public Inventory(Path file, Instant importedAt) {
    this.file = file;
    this.importedAt = importedAt;
  }

  /** Looks at every line. */
  public Summary check() throws IOException {
    List<String> faults = new ArrayList<>();
    Set<String> items = new HashSet<>();
    Set<String> nodes = new HashSet<>();
    Map<String, Long> lines = new HashMap<>();
    long[] bytes = new long[1];
    read(
        (number, line) -> {
          line.faults().forEach(fault -> faults.add("line " + number + ": " + fault));
          ReplicaReport report = line.report();
          if (report == null) {
            return;
          }
          items.add(report.getItemId());
          nodes.add(report.getNodeId());
          bytes[0] += report.getSizeBytes();
          Long before = lines.put(report.getNodeId() + "\0" + report.getItemId(), number);
          if (before != null) {
            faults.add(
                "line %d: %s at %s is on line %d, too, allowed: once"
                    .formatted(number, report.getItemId(), report.getNodeId(), before));
          }
        });
    return new Summary(lines.size(), items.size(), nodes.size(), bytes[0], faults);
  }

  /** Gives every report of a file without faults. */
  public void forEach(Consumer<ReplicaReport> sink) throws IOException {
    read(
        (number, line) -> {
          if (line.report() == null) {
            throw new IllegalStateException("line " + number + " has faults: " + line.faults());
          }
          sink.accept(line.report());
        });
  }

  private void read(LineSink sink) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      long number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          sink.take(number, InventoryLine.parse(line, importedAt));
        }
      }
    }
  }

  private interface LineSink {
    void take(long number, InventoryLine line);
  }
}
