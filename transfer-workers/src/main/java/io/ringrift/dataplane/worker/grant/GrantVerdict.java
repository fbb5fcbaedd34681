package io.ringrift.dataplane.worker.grant;

/** What a verifier says to a token. */
public sealed interface GrantVerdict {

  /** The token is genuine, in time, and covers the request. */
  record Granted(Grant grant) implements GrantVerdict {}

  /**
   * The token does not permit the request.
   *
   * @param message for people: what was found and what was expected
   */
  record Refused(GrantRefusal reason, String message) implements GrantVerdict {}
}
