package io.ringrift.dataplane.worker.transport;

/**
 * Whether a transport can be used, and why not.
 *
 * @param reason empty if supported
 */
public record Support(boolean supported, String reason) {
  public static Support yes() {
    return new Support(true, "");
  }

  public static Support no(String reason) {
    return new Support(false, reason);
  }
}
