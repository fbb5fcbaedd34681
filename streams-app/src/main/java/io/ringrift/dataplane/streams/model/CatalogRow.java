package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How an item looks to the rules: what the items stage tells the decisions stage when it changes.
 *
 * @param sha256 current content; null while none is validated
 * @param eligible whether rules may choose it, freshness apart
 * @param reason why it is or isn't: {@code eligible}, {@code no_validated_content}, {@code
 *     no_reachable_source}, {@code type_unknown}
 * @param qualityScore 0 when unknown
 * @param sampleCount 0 when unknown
 * @param contentTime its age is counted from here
 * @param holders nodes with a verified replica of the current content, reachable or not
 * @param sourceNode where it was first seen; may be null
 * @param elsewhere absolute paths at holders where it lies elsewhere than below the data root under
 *     its item id
 */
public record CatalogRow(
    String itemId,
    ItemType itemType,
    String configKey,
    String sha256,
    long sizeBytes,
    boolean eligible,
    String reason,
    double qualityScore,
    long sampleCount,
    Instant contentTime,
    Set<String> holders,
    String sourceNode,
    Map<String, String> elsewhere) {

  public CatalogRow {
    Objects.requireNonNull(itemId, "itemId");
    Objects.requireNonNull(itemType, "itemType");
    Objects.requireNonNull(configKey, "configKey");
    Objects.requireNonNull(contentTime, "contentTime");
    holders = Set.copyOf(holders);
    elsewhere = Map.copyOf(elsewhere);
    if (eligible && sha256 == null) {
      throw new IllegalArgumentException("an eligible row needs a sha256: " + itemId);
    }
  }

  /** Whether the node has the current content. */
  public boolean isAt(String nodeId) {
    return holders.contains(nodeId);
  }

  /**
   * Where the node has it.
   *
   * @param dataRoot of that node; may be null
   * @return absolute; null if that can't be told
   */
  public String pathAt(String nodeId, String dataRoot) {
    String usual = dataRoot == null ? null : dataRoot + "/" + itemId;
    return elsewhere.getOrDefault(nodeId, usual);
  }
}
