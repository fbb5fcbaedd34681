package io.ringrift.dataplane.local.chaos;

import io.ringrift.dataplane.embedded.process.Ports;
import io.ringrift.dataplane.local.stack.NodePlan;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The bad lines of all transports: what a node tells others is never its own port. */
final class Lines implements Closeable {

  /** What passes on a line: a transport, or reports of what came into the bucket. */
  enum Kind {
    P2P_HTTP,
    P2P_HTTPS,
    BITTORRENT,
    RSYNC,
    S3,
    ARRIVALS
  }

  /** Of all connections: more than half of the faults are thrown for bytes that never come. */
  private static final double BAD_SHARE = 0.14;

  /** Connections between agents that carry an item: fetches, and what is brought to a target. */
  private static final List<String> ITEM_REQUESTS =
      List.of("GET /v1/items/", "GET /v1/chunks/", "PUT /v1/uploads/");

  private final ChaosPlan plan;
  private final Map<Kind, List<FaultyLink>> links = new TreeMap<>();

  Lines(ChaosPlan plan) {
    this.plan = plan;
  }

  /** The same host, reached by others over bad lines whatever the transport. */
  NodePlan toHost(NodePlan host) {
    int http = Ports.free();
    int rsync = Ports.free();
    int swarms = Ports.free();
    FaultyLink toHttp = add(Kind.P2P_HTTP, http, ItemBytes.ofHttp(ITEM_REQUESTS), host.id());
    FaultyLink toRsync = add(Kind.RSYNC, rsync, ItemBytes.ofServer(), host.id());
    FaultyLink toSwarms = add(Kind.BITTORRENT, swarms, ItemBytes.ofServer(), host.id());
    return host.withSetting("agent.port", Integer.toString(http))
        .withSetting("agent.endpoint", toHttp.url())
        .withSetting("agent.rsync.port", Integer.toString(rsync))
        .withSetting("agent.rsync.told.port", Integer.toString(toRsync.port()))
        .withSetting("agent.bittorrent.port", Integer.toString(swarms))
        .withSetting("agent.bittorrent.external.port", Integer.toString(toSwarms.port()));
  }

  /** The same host, whose agent speaks TLS alone: to p2p_http. */
  NodePlan toTlsHost(NodePlan host, Path certificate, String password) {
    int port = Ports.free();
    FaultyLink link = add(Kind.P2P_HTTPS, port, ItemBytes.ofBoth(), host.id());
    return host.withSetting("agent.port", Integer.toString(port))
        .withSetting("agent.endpoint", "https://127.0.0.1:" + link.port())
        .withSetting("agent.tls.certificate", certificate.toString())
        .withSetting("agent.tls.password", password);
  }

  /** The same bucket, whose scanner hears over a bad line what was brought. */
  NodePlan toScanner(NodePlan bucket) {
    int port = Ports.free();
    FaultyLink link = add(Kind.ARRIVALS, port, ItemBytes.ofHttp(List.of()), bucket.id());
    return bucket
        .withSetting("s3.agent.port", Integer.toString(port))
        .withSetting("s3.agent.endpoint", link.url());
  }

  /** URL of the S3 server for all who use it. */
  String toBucket(int serverPort) {
    return add(Kind.S3, serverPort, ItemBytes.ofHttp(Bucket.itemRequests()), "s3").url();
  }

  private FaultyLink add(Kind kind, int port, Supplier<ItemBytes> items, String to) {
    SplittableRandom dice = plan.dice(0, "link " + kind + " " + to);
    FaultyLink link = new FaultyLink(port, BAD_SHARE, items, dice);
    links.computeIfAbsent(kind, unused -> new ArrayList<>()).add(link);
    return link;
  }

  long connections(Kind kind) {
    return of(kind).stream().mapToLong(FaultyLink::connections).sum();
  }

  long happened(Kind kind, LinkFault fault) {
    return of(kind).stream().mapToLong(link -> link.happened(fault)).sum();
  }

  private List<FaultyLink> of(Kind kind) {
    return links.getOrDefault(kind, List.of());
  }

  @Override
  public void close() throws IOException {
    for (List<FaultyLink> each : links.values()) {
      for (FaultyLink link : each) {
        link.close();
      }
    }
  }
}
