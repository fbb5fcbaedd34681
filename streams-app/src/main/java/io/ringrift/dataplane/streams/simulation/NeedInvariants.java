package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.avro.ChoiceState;
import io.ringrift.dataplane.avro.ContentVersion;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NeedChoice;
import io.ringrift.dataplane.avro.NeedState;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What must be true of needs. */
final class NeedInvariants {

  /** The grace in which data may still be on its way, and the steps after it. */
  private static final Duration GRACE = Duration.ofSeconds(6);

  private final SimulatedCluster cluster;
  private final OperationInvariants operations;
  private final Map<String, Need> open = new HashMap<>();
  private final Map<String, Instant> changedAt = new HashMap<>();
  private final Set<String> ordered = new HashSet<>();

  NeedInvariants(SimulatedCluster cluster, OperationInvariants operations) {
    this.cluster = cluster;
    this.operations = operations;
  }

  /**
   * @param need null: it was dropped, long after its end
   */
  void published(String needId, Need need) {
    if (need == null || need.getState() != NeedState.OPEN) {
      open.remove(needId);
      changedAt.remove(needId);
    } else {
      open.put(needId, need);
      changedAt.put(needId, cluster.now());
    }
    if (need == null) {
      return;
    }
    if (!need.getReason().matches("[a-z_]+: .+")) {
      throw new BrokenInvariantException("EveryHoldHasAReason", "need " + text(need));
    }
    for (NeedChoice choice : need.getChoices()) {
      if (choice.getState() == ChoiceState.ORDERED
          && ordered.add(needId + " " + choice.getSha256())) {
        requireFresh(need, choice);
      }
    }
  }

  private void requireFresh(Need need, NeedChoice choice) {
    Content content = cluster.contents.get(choice.getSha256());
    if (stale(content)) {
      throw new BrokenInvariantException(
          "NoStaleBytesOffered",
          "%s of %s is chosen for %s",
          choice.getItemId(),
          content.contentTime(),
          text(need));
    }
  }

  private boolean stale(Content content) {
    return content.type() == ItemType.NPZ
        && content.contentTime().isBefore(cluster.now().minus(SimulatedCluster.MAX_DATA_AGE));
  }

  /** "Any transfer succeeded" is no success of the request. */
  void told(DataSignal signal) {
    if (signal.getType() == SignalType.SYNC_COMPLETED) {
      open.values().stream()
          .filter(need -> need.getRequestId().equals(signal.getRequestId()))
          .findFirst()
          .ifPresent(
              need -> {
                throw new BrokenInvariantException("CompleteOnlyWhenAllIsThere", text(need));
              });
    }
  }

  /** Nothing is under way. */
  void quiet(Map<String, ManifestItem> rows) {
    for (Need need : open.values()) {
      boolean comes = false;
      for (NeedChoice choice : need.getChoices()) {
        if (choice.getState() == ChoiceState.ORDERED) {
          comes = true;
          requireOperation(need, choice);
        }
      }
      boolean settled = changedAt.get(need.getNeedId()).plus(GRACE).isBefore(cluster.now());
      if (!comes && settled) {
        rows.values().forEach(row -> requireExplained(need, row));
      }
    }
  }

  private void requireOperation(Need need, NeedChoice choice) {
    if (!operations.brings(choice.getItemId(), choice.getSha256(), need.getTargetNode())) {
      throw new BrokenInvariantException(
          "NothingIsLost",
          "%s was ordered and nothing brings it, for %s",
          choice.getItemId(),
          text(need));
    }
  }

  private void requireExplained(Need need, ManifestItem row) {
    if (fits(need, row)
        && cluster.nodes.get(need.getTargetNode()).takes(row.getItemType().name())) {
      throw new BrokenInvariantException(
          "EveryOpenNeedIsMetOrExplained", "%s though there is %s", text(need), row.getItemId());
    }
  }

  private boolean fits(Need need, ManifestItem item) {
    if (!item.getEligible()
        || need.getItemType() != item.getItemType()
        || !need.getConfigKey().equals(item.getConfigKey())
        || stale(cluster.contents.get(item.getSha256()))
        || !newEnough(need, cluster.contents.get(item.getSha256()))) {
      return false;
    }
    boolean tried =
        need.getChoices().stream()
            .anyMatch(
                choice ->
                    choice.getItemId().equals(item.getItemId())
                        && choice.getSha256().equals(item.getSha256()));
    double quality =
        item.getContents().stream()
            .filter(content -> content.getSha256().equals(item.getSha256()))
            .map(ContentVersion::getQualityScore)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(0.0);
    return !tried
        && (need.getItemId() == null || need.getItemId().equals(item.getItemId()))
        && (need.getSha256() == null || need.getSha256().equals(item.getSha256()))
        && quality >= need.getMinQuality();
  }

  private static boolean newEnough(Need need, Content content) {
    return need.getNewerThan() == null || content.contentTime().isAfter(need.getNewerThan());
  }

  private static String text(Need need) {
    return need.getNeedId() + " (" + need.getReason() + ")";
  }
}
