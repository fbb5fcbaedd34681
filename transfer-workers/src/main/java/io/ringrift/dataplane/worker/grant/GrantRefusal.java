package io.ringrift.dataplane.worker.grant;

import java.util.Locale;

/** Why a request was refused; the lower-case name is what callers and metrics see. */
public enum GrantRefusal {
  /** No {@code Authorization: Bearer} header. */
  MISSING,
  /** Not a compact JWS with the claims of a grant. */
  MALFORMED,
  /** Another algorithm than EdDSA, {@code none} included. */
  WRONG_ALGORITHM,
  /** Signed with a key that this agent doesn't know. */
  UNKNOWN_KEY,
  BAD_SIGNATURE,
  EXPIRED,
  /** Issued in the future: the clocks of the signer and this node disagree. */
  NOT_YET_VALID,
  /** Valid for longer than any grant may be. */
  LIFETIME_TOO_LONG,
  WRONG_NODE,
  WRONG_ITEM,
  WRONG_CONTENT,
  WRONG_OPERATION,
  /** The order names an address that the grant does not. */
  WRONG_ADDRESS,
  /** It lets its holder read at the source, and was shown with an order. */
  READ_ONLY,
  /** It has started a transfer here before, which has ended since. */
  REPLAYED;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
