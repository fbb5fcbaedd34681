package io.ringrift.dataplane.worker.transport;

/** The transports, in the order they are tried when nothing speaks for another. */
public enum TransportKind {
  /** Ranged HTTP from agent to agent. */
  P2P_HTTP("p2p_http"),
  /** One large file to many nodes, sparing the source's uplink. */
  BITTORRENT("bittorrent"),
  /** Sends differences, hence suits game databases that grew. */
  RSYNC("rsync"),
  /** Through the bucket: reaches nodes that can't reach each other. */
  S3("s3");

  private final String wireName;

  TransportKind(String wireName) {
    this.wireName = wireName;
  }

  /** Its name in topics, settings and metrics. */
  public String wireName() {
    return wireName;
  }
}
