package io.ringrift.dataplane.agent.fetch;

import java.util.List;

/**
 * What is known of a pull at one moment.
 *
 * @param bytesDone of the content, those of earlier attempts included
 * @param bytesReceived over the wire in this attempt, repeated ones included
 * @param bytesPrepared that were copied or hashed before any came, here or at the source; only
 *     grows
 * @param bytesUnseen that a program may be reading now without a word; 0: none does
 * @param failure null unless FAILED or CANCELLED
 * @param received null unless DONE
 * @param dropped sources that were of no use, besides the one that {@code failure} speaks of
 */
public record PullStatus(
    PullOrder order,
    PullState state,
    long bytesDone,
    long bytesReceived,
    long bytesPrepared,
    long bytesUnseen,
    Failure failure,
    Received received,
    List<Dropped> dropped) {

  /** Why a pull ended without its file. */
  public record Failure(FailureCode code, Reaction reaction, String message) {}

  /** A source that was given up while others went on. */
  public record Dropped(String node, FailureCode code, String message) {}

  /**
   * The register write that a finished pull is.
   *
   * @param path absolute, at this node
   */
  public record Received(long boot, long sequence, String path) {}
}
