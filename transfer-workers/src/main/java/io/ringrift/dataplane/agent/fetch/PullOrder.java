package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.source.ItemName;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An order to fetch one content of one item, or to bring it elsewhere.
 *
 * @param epoch of the operation, 0 or more; grows with every emission for (item, this node)
 * @param sha256 64 lower-case hex digits
 * @param sizeBytes 0 or more
 * @param direction whether it is to be fetched or brought
 * @param peerNode the source of a PULL, the target of a PUSH
 * @param peerUrl base URL of its agent; null where the transport doesn't call it
 * @param transport name of a {@link Fetcher} or {@link Pusher}
 * @param replaces sha256 of the only content that may be replaced here; empty: none; null: not said
 * @param others more nodes that hold the content, best first, at most {@value
 *     PullSources#MOST_OTHERS}
 */
public record PullOrder(
    String operationId,
    long epoch,
    ItemName name,
    String sha256,
    long sizeBytes,
    Direction direction,
    String peerNode,
    URI peerUrl,
    PullPriority priority,
    String transport,
    String replaces,
    List<Other> others) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int MAX_ID = 200;

  /**
   * A further source.
   *
   * @param url base URL of its agent
   * @param grant the token to show there
   * @param receiving whether it is getting the content itself just now, and has a part of it at
   *     most
   */
  public record Other(String node, URI url, String grant, boolean receiving) {
    /** One that has all of it. */
    public Other(String node, URI url, String grant) {
      this(node, url, grant, false);
    }

    public Other {
      requireId("other_sources.source_node", node);
      require(
          called(url), "other_sources.source_url", url, "http://host:port or https://host:port");
      requireId("other_sources.grant", grant.isBlank() ? "" : "given");
    }

    /** Without the grant: it is good for whoever has it. */
    @Override
    public String toString() {
      return node + " at " + url;
    }
  }

  /** An order that names one source. */
  public PullOrder(
      String operationId,
      long epoch,
      ItemName name,
      String sha256,
      long sizeBytes,
      Direction direction,
      String peerNode,
      URI peerUrl,
      PullPriority priority,
      String transport,
      String replaces) {
    this(
        operationId,
        epoch,
        name,
        sha256,
        sizeBytes,
        direction,
        peerNode,
        peerUrl,
        priority,
        transport,
        replaces,
        List.of());
  }

  /** Which way the bytes go, seen from this node. */
  public enum Direction {
    PULL("from"),
    PUSH("to");

    private final String preposition;

    Direction(String preposition) {
      this.preposition = preposition;
    }
  }

  public PullOrder {
    requireId("operation_id", operationId);
    requireId(direction == Direction.PULL ? "source_node" : "target_node", peerNode);
    require(epoch >= 0, "epoch", epoch, "0 or more");
    require(SHA256.matcher(sha256).matches(), "sha256", sha256, "64 lower-case hex digits");
    require(sizeBytes >= 0, "size_bytes", sizeBytes, "0 or more");
    require(
        peerUrl == null || called(peerUrl),
        direction == Direction.PULL ? "source_url" : "target_url",
        peerUrl,
        "http://host:port or https://host:port");
    others = List.copyOf(others);
    require(
        others.size() <= PullSources.MOST_OTHERS,
        "other_sources",
        others,
        "at most " + PullSources.MOST_OTHERS);
  }

  private static boolean called(URI url) {
    return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
        && url.getHost() != null;
  }

  /** This order with more sources. */
  public PullOrder with(List<Other> more) {
    return new PullOrder(
        operationId,
        epoch,
        name,
        sha256,
        sizeBytes,
        direction,
        peerNode,
        peerUrl,
        priority,
        transport,
        replaces,
        more);
  }

  /** This order, carried out from another source or by another transport. */
  public PullOrder from(String node, URI url, String otherTransport) {
    return new PullOrder(
        operationId,
        epoch,
        name,
        sha256,
        sizeBytes,
        direction,
        node,
        url,
        priority,
        otherTransport,
        replaces,
        others);
  }

  /** Whether the order knew of this content when it was given, and may replace it. */
  public boolean mayReplace(String held) {
    return replaces == null || held.equals(replaces) || held.equals(sha256);
  }

  /** "from gpu-1" or "to s3", for people. */
  public String peer() {
    return direction.preposition + " " + peerNode;
  }

  boolean sameContent(PullOrder other) {
    return name.itemId().equals(other.name.itemId()) && sha256.equals(other.sha256);
  }

  boolean sameEpoch(PullOrder other) {
    return operationId.equals(other.operationId) && epoch == other.epoch;
  }

  private static void requireId(String field, String value) {
    require(!value.isBlank() && value.length() <= MAX_ID, field, value, "1..200 characters");
  }

  private static void require(boolean ok, String field, Object value, String allowed) {
    if (!ok) {
      throw new IllegalArgumentException(field + " is '" + value + "', allowed is " + allowed);
    }
  }
}
