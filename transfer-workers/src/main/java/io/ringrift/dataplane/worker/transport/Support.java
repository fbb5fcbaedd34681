package io.ringrift.dataplane.worker.transport;

import java.util.List;

/**
 * Whether a transport can be used, and why not.
 *
 * @param reason why not; if supported, empty, or why it goes a roundabout way
 */
public record Support(boolean supported, String reason) {
  public static Support yes() {
    return new Support(true, "");
  }

  /** Supported, at the cost of a second copy elsewhere. */
  public static Support roundabout(String how) {
    return new Support(true, how);
  }

  /** Whether it costs a second copy elsewhere. */
  public boolean isRoundabout() {
    return supported && !reason.isEmpty();
  }

  public static Support no(String reason) {
    return new Support(false, reason);
  }

  /** Yes if both nodes have the transport. */
  public static Support ofBoth(TransportKind kind, NodeAddress source, NodeAddress target) {
    for (NodeAddress node : List.of(source, target)) {
      if (!node.has(kind)) {
        return no(node.lacks(kind));
      }
    }
    return yes();
  }

  /**
   * The same, if besides this holds.
   *
   * @param lacking the reason if it doesn't
   */
  public Support and(boolean holds, String lacking) {
    return !supported || holds ? this : no(lacking);
  }
}
