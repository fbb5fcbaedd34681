package io.ringrift.dataplane.streams.replay;

/**
 * One way in which a live row isn't what the history says.
 *
 * @param code stable word for what is wrong
 * @param subject the node, content or field it is about
 * @param live as it is; null: not there
 * @param rebuilt as the history has it; null: not there
 */
public record Finding(Code code, String subject, String live, String rebuilt) {

  /** What can be wrong. */
  public enum Code {
    /** The history has an item that the manifest lacks. */
    ITEM_MISSING,
    /** The manifest has an item that the history knows nothing of. */
    ITEM_TOO_MANY,
    /** The last word of a node's agent isn't in the manifest. */
    LOST_REPORT,
    /** A replica is there that its agent has said is gone. */
    RESURRECTED_REPLICA,
    /** A replica is there that no agent spoke of. */
    UNFOUNDED_REPLICA,
    /** A replica has another hash than its agent said under the same number. */
    FLIPPED_HASH,
    /** A replica differs otherwise from its agent's word of the same number. */
    OTHER_WORDS,
    /** A content is missing. */
    LOST_CONTENT,
    /** A content is there that nobody spoke of. */
    UNFOUNDED_CONTENT,
    /** What is known of a content differs. */
    OTHER_CONTENT,
    /** What events say of the item differs. */
    OTHER_FACT,
    /** Type or config key differs. */
    OTHER_IDENTITY
  }

  @Override
  public String toString() {
    return code
        + " "
        + subject
        + ": live "
        + (live == null ? "nothing" : live)
        + ", history "
        + (rebuilt == null ? "nothing" : rebuilt);
  }
}
