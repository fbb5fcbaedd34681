package io.ringrift.dataplane.local.stack;

import io.ringrift.dataplane.agent.AgentApp;
import io.ringrift.dataplane.embedded.process.ParentLink;
import io.ringrift.dataplane.worker.WorkerApp;
import java.util.Arrays;

/**
 * A worker or an agent that ends with the stack that started it, even when that is killed with -9.
 *
 * <pre>
 * LinkedChild worker|agent [arguments]
 * </pre>
 */
final class LinkedChild {
  static final String WORKER = "worker";
  static final String AGENT = "agent";

  private LinkedChild() {}

  public static void main(String[] words) {
    ParentLink.whenParentEnds(System.in, () -> System.exit(0));
    String[] rest = Arrays.copyOfRange(words, 1, words.length);
    switch (words[0]) {
      case WORKER -> WorkerApp.main(rest);
      case AGENT -> AgentApp.main(rest);
      default -> throw new IllegalArgumentException("unknown part " + words[0]);
    }
  }
}
