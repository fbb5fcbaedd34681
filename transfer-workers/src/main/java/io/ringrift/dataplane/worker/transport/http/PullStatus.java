package io.ringrift.dataplane.worker.transport.http;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * How a pull stands at its target. Field names in JSON are these in snake case; fields that this
 * version doesn't know are ignored.
 *
 * @param epoch the newest for which it was asked
 * @param bytesDone of the item, written or verified
 * @param bytesReceived over the wire, repeated ones included
 * @param bytesPrepared copied or hashed before any came; of an agent that doesn't count them, 0
 * @param bytesUnseen that a program of the agent may be reading now without a word
 * @param sourceNode where the bytes come from; another than ordered if the pull was adopted
 * @param failure set if FAILED
 * @param boot set if DONE; with {@code sequence} orders the agent's reports
 * @param path set if DONE: absolute, at the target
 * @param sha256 set if DONE: what was verified
 * @param droppedSources those that were of no use, besides the one that {@code failure} speaks of
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PullStatus(
    String operationId,
    long epoch,
    State state,
    long bytesDone,
    long bytesTotal,
    long bytesReceived,
    long bytesPrepared,
    long bytesUnseen,
    String sourceNode,
    Failure failure,
    Long boot,
    Long sequence,
    String path,
    String sha256,
    List<Dropped> droppedSources) {
  public PullStatus {
    droppedSources = droppedSources == null ? List.of() : List.copyOf(droppedSources);
  }

  /** RUNNING, then one of the others for good. */
  public enum State {
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
  }

  /** A source that was given up while others went on. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Dropped(String sourceNode, String code, String message) {}

  /**
   * Why a pull failed.
   *
   * @param reaction what the agent thinks it asks for; may be null
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Failure(String code, String reaction, String message) {}
}
