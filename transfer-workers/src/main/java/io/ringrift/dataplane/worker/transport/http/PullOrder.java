package io.ringrift.dataplane.worker.transport.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Asks an agent to pull one item from a source, or to push it to a target. Field names in JSON are
 * these in snake case; what is null is left out.
 *
 * @param sourceNode null in a push
 * @param sourceUrl base URL of the source's agent; null where the transport doesn't need it
 * @param sourceGrant lets the target read there, and is good for nothing else: it is shown there;
 *     null where none is shown
 * @param targetNode null in a pull
 * @param targetUrl base URL of the target's agent
 * @param otherSources more nodes that hold the content, best first
 * @param replaces sha256 of the only content that may be replaced; empty: none; null: not said
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PullOrder(
    String operationId,
    long epoch,
    String itemId,
    String itemType,
    String configKey,
    String sha256,
    long sizeBytes,
    String sourceNode,
    String sourceUrl,
    String sourceGrant,
    String targetNode,
    String targetUrl,
    String priority,
    String transport,
    String replaces,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<OtherSource> otherSources) {

  /**
   * A further source.
   *
   * @param sourceUrl base URL of its agent
   * @param grant permits the target to read there
   * @param receiving true: it is getting the content itself; null: it has it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OtherSource(String sourceNode, String sourceUrl, String grant, Boolean receiving) {}
}
