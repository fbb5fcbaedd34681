package io.ringrift.dataplane.local.stack;

import io.ringrift.dataplane.agent.AgentApp;
import io.ringrift.dataplane.agent.ScannerApp;
import io.ringrift.dataplane.embedded.process.ParentLink;
import io.ringrift.dataplane.worker.WorkerApp;
import java.util.Arrays;

/**
 * A worker, an agent or a scanner that ends with the stack that started it, even when that is
 * killed with -9.
 *
 * <pre>
 * LinkedChild worker|agent|scanner [arguments]
 * </pre>
 */
final class LinkedChild {
  static final String WORKER = "worker";
  static final String AGENT = "agent";
  static final String SCANNER = "scanner";

  private LinkedChild() {}

  public static void main(String[] words) {
    ParentLink.whenParentEnds(System.in, () -> System.exit(0));
    String[] rest = Arrays.copyOfRange(words, 1, words.length);
    switch (words[0]) {
      case WORKER -> WorkerApp.main(rest);
      case AGENT -> AgentApp.main(rest);
      case SCANNER -> ScannerApp.main(rest);
      default -> throw new IllegalArgumentException("unknown part " + words[0]);
    }
  }
}
