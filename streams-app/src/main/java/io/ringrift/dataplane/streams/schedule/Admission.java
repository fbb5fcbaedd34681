package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;

/**
 * Whether a target takes an item now: yes, not now, or never; each with its reason.
 *
 * @param reason a stable word
 */
public record Admission(Verdict verdict, String reason, String detail) {

  public static final String TARGET_UNKNOWN = "target_unknown";
  public static final String TARGET_OFFLINE = "target_offline";
  public static final String TARGET_LOST = "target_lost";
  public static final String TARGET_REFUSES = "target_refuses";
  public static final String TARGET_EVICTS = "target_evicts";
  public static final String TARGET_DISK_FULL = "target_disk_full";

  public enum Verdict {
    ADMIT,
    /** Wait until the target changes. */
    HOLD,
    /** Waiting doesn't help; whoever asked is told. */
    REFUSE
  }

  /**
   * @param target null when nothing was heard of the node yet
   * @param bytesLeft what the target has still to write; what lies there of it already takes up
   *     disk that is not counted as free any more
   */
  public static Admission of(Node target, String targetNode, ItemType type, long bytesLeft) {
    if (target == null) {
      return hold(TARGET_UNKNOWN, "nothing was heard of node " + targetNode + " yet");
    }
    if (target.lost()) {
      return new Admission(Verdict.REFUSE, TARGET_LOST, targetNode + " was declared gone for good");
    }
    if (!target.receives(type)) {
      return new Admission(
          Verdict.REFUSE,
          TARGET_REFUSES,
          targetNode + " takes only " + target.takes() + ", not " + type);
    }
    if (!target.hasRoomFor(bytesLeft)) {
      return new Admission(
          Verdict.REFUSE,
          TARGET_DISK_FULL,
          "%s needs %d MB for it, has %d MB free of %d MB and may fill %d %%"
              .formatted(
                  targetNode,
                  bytesLeft >> 20,
                  target.diskFreeBytes() >> 20,
                  target.diskTotalBytes() >> 20,
                  target.diskLimitPercent()));
    }
    if (target.unheard()) {
      return hold(TARGET_UNKNOWN, "nothing was heard of node " + targetNode + " yet");
    }
    if (!target.online()) {
      return hold(TARGET_OFFLINE, targetNode + " is offline: " + target.cause());
    }
    return new Admission(Verdict.ADMIT, "admitted", "");
  }

  private static Admission hold(String reason, String detail) {
    return new Admission(Verdict.HOLD, reason, detail);
  }
}
