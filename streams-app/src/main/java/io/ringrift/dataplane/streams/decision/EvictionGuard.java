package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.EvictionRequest;
import io.ringrift.dataplane.streams.model.Need;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What trainings and needs have against the removal of a copy; the rest the items stage knows. */
public final class EvictionGuard {

  public static final String TRAINING = "training";
  public static final String NEEDED = "needed";

  private EvictionGuard() {}

  /**
   * Why the copy has to stay; empty: no training and no need is against its removal.
   *
   * @param loses nodes that won't have the copy any more: the one asked for, and those that share
   *     its files
   * @param training where the config trains now
   * @param open the config's open needs
   */
  public static Optional<String> objection(
      EvictionRequest request, Predicate<String> loses, List<Placement> training, List<Need> open) {
    for (Placement placement : training) {
      if (loses.test(placement.nodeId())) {
        return Optional.of(
            "%s: %s trains at %s since %s"
                .formatted(
                    TRAINING, request.configKey(), placement.nodeId(), placement.startedAt()));
      }
    }
    for (Need need : open) {
      boolean chosen =
          need.choices().stream().anyMatch(choice -> choice.itemId().equals(request.itemId()));
      if (chosen && loses.test(need.targetNode())) {
        return Optional.of(
            "%s: need %s of %s has chosen it".formatted(NEEDED, need.needId(), need.eventType()));
      }
    }
    return Optional.empty();
  }
}
