package io.ringrift.dataplane.agent.fetch;

import java.net.URI;
import java.util.BitSet;

/** A node that may be asked for the content of an order, and the newest token to show it. */
public final class PullSource {
  private final String node;
  private final URI url;
  private final boolean receiving;
  private volatile String token;
  private volatile BitSet has;

  /**
   * @param receiving whether it has only a part of the content, which grows
   */
  PullSource(String node, URI url, String token, boolean receiving) {
    this.node = node;
    this.url = url;
    this.token = token;
    this.receiving = receiving;
    this.has = receiving ? new BitSet() : null;
  }

  public String node() {
    return node;
  }

  /** Base URL of its agent; null where the transport doesn't call it. */
  public URI url() {
    return url;
  }

  public String token() {
    return token;
  }

  /** Whether it began with less than all of the content. */
  public boolean receiving() {
    return receiving;
  }

  /** The chunks that it has; null: all of them. Not to be changed. */
  public BitSet has() {
    return has;
  }

  /** What it has by now; null: everything. */
  public void has(BitSet chunks) {
    has = chunks;
  }

  void renew(String newToken) {
    token = newToken;
  }

  boolean is(String otherNode, URI otherUrl) {
    return node.equals(otherNode) && (url == null ? otherUrl == null : url.equals(otherUrl));
  }

  @Override
  public String toString() {
    return url == null ? node : node + " at " + url;
  }
}
