package io.ringrift.dataplane.worker.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Support;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** For which pairs of nodes s3 is tried; asks nobody. */
class S3TransportTest {
  private static final NodeAddress HOST = node("gpu-1", "http://gpu-1", "p2p_http", "s3");
  private static final NodeAddress OTHER_HOST = node("gpu-2", "http://gpu-2", "p2p_http", "s3");
  private static final NodeAddress NAT_HOST = node("nat-1", null, "p2p_http", "s3", "s3_relay");
  private static final NodeAddress OTHER_NAT_HOST =
      node("nat-2", null, "p2p_http", "s3", "s3_relay");
  private static final NodeAddress NO_BUCKET = node("gpu-3", "http://gpu-3", "p2p_http");
  private static final NodeAddress BUCKET = node("s3-1", "http://s3-1", "s3");
  private static final NodeAddress MUTE_BUCKET = node("s3-2", null, "s3");

  private final S3Transport transport = new S3Transport(null);

  @Test
  void movesBetweenAHostAndABucket() {
    assertThat(support(HOST, BUCKET)).isEqualTo(Support.yes());
    assertThat(support(BUCKET, HOST)).isEqualTo(Support.yes());
    assertThat(support(MUTE_BUCKET, HOST)).isEqualTo(Support.yes());
    assertThat(support(BUCKET, node("nat-1", null, "p2p_http", "s3"))).isEqualTo(Support.yes());
  }

  @Test
  void relaysBetweenHosts() {
    assertThat(support(NAT_HOST, OTHER_NAT_HOST))
        .isEqualTo(
            Support.roundabout(
                "neither nat-1 nor nat-2 can be called: relayed through the bucket"));
    assertThat(support(NAT_HOST, node("gpu-4", "http://gpu-4", "p2p_http", "s3", "s3_relay")))
        .isEqualTo(Support.roundabout("no other way is left: relayed through the bucket"));
  }

  @Test
  void saysWhyNotOtherwise() {
    assertThat(support(HOST, OTHER_HOST))
        .isEqualTo(Support.no("gpu-1 and gpu-2 are both hosts, and gpu-1 does not relay"));
    assertThat(support(NAT_HOST, HOST))
        .isEqualTo(Support.no("nat-1 and gpu-1 are both hosts, and gpu-1 does not relay"));
    assertThat(support(BUCKET, MUTE_BUCKET))
        .isEqualTo(Support.no("s3-1 and s3-2 are both buckets; s3 needs a host"));
    assertThat(support(NO_BUCKET, BUCKET))
        .isEqualTo(Support.no("source gpu-3 has no s3: it has [p2p_http]"));
    assertThat(support(BUCKET, NO_BUCKET))
        .isEqualTo(Support.no("target gpu-3 has no s3: it has [p2p_http]"));
    assertThat(support(HOST, MUTE_BUCKET))
        .isEqualTo(Support.no("target s3-2 has no endpoint to register arrivals at"));
    NodeAddress untold = new NodeAddress("old-1", Optional.of("http://old-1"));
    assertThat(support(untold, BUCKET))
        .isEqualTo(Support.no("source old-1 has no s3: it doesn't tell what it has"));
  }

  private Support support(NodeAddress source, NodeAddress target) {
    return transport.supports(Requests.to(target, source.nodeId()), source);
  }

  private static NodeAddress node(String id, String endpoint, String... transports) {
    return new NodeAddress(id, Optional.ofNullable(endpoint), Set.of(transports));
  }
}
