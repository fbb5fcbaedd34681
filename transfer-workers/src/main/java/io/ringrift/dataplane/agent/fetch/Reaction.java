package io.ringrift.dataplane.agent.fetch;

/** What a failure asks of the one who ordered the transfer. */
public enum Reaction {
  RETRY_SAME,
  NEXT_TRANSPORT,
  OTHER_SOURCE,
  GIVE_UP
}
