package io.ringrift.dataplane.local.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the system has acknowledged to the test, and must never go back on: events that the broker
 * took, and operations that it was told are done. Thread-safe.
 */
final class DurabilityLedger {

  /**
   * A file that the test wrote.
   *
   * @param node where
   * @param sound false: nothing may be done with it
   */
  record Written(int round, String itemId, String node, String sha256, long bytes, boolean sound) {}

  /**
   * Content that must be at a node in the end.
   *
   * @param because what was acknowledged
   */
  record Owed(int round, String itemId, String node, String sha256, String because) {}

  private final Map<String, Written> written = new HashMap<>();
  private final List<Owed> owed = new ArrayList<>();

  /** Before it is visible to anyone. */
  synchronized void written(Written file) {
    written.put(file.itemId(), file);
  }

  /** An event about the item was acknowledged, by which it goes to these nodes. */
  synchronized void acknowledged(String itemId, String event, List<String> nodes) {
    Written file = written.get(itemId);
    for (String node : nodes) {
      owed.add(new Owed(file.round(), itemId, node, file.sha256(), event));
    }
  }

  /** The system said that it brought this there. */
  synchronized void done(String itemId, String target, String sha256, String operationId) {
    Written file = written.get(itemId);
    owed.add(
        new Owed(
            file == null ? 0 : file.round(), itemId, target, sha256, "DONE of " + operationId));
  }

  synchronized List<Owed> owed() {
    return List.copyOf(owed);
  }

  synchronized Map<String, Written> written() {
    return Map.copyOf(written);
  }
}
