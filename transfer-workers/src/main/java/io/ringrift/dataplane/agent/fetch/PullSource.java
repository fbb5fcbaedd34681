package io.ringrift.dataplane.agent.fetch;

import java.net.URI;

/** A node that may be asked for the content of an order, and the newest token to show it. */
public final class PullSource {
  private final String node;
  private final URI url;
  private volatile String token;

  PullSource(String node, URI url, String token) {
    this.node = node;
    this.url = url;
    this.token = token;
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
