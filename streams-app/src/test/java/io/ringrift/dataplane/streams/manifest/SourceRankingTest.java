package io.ringrift.dataplane.streams.manifest;

import static io.ringrift.dataplane.streams.manifest.Cluster.NEW;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.manifest.Cluster.copy;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.NodeBuilder;
import io.ringrift.dataplane.streams.model.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceRankingTest {

  private final Cluster cluster =
      Cluster.threeHostsAndADrive()
          .with("gpu-4", "lambda", "r2", Set.of())
          .with("gpu-5", "lambda", "r3", Set.of());

  private final Row everywhere =
      cluster.row(
          copy("gpu-1", 1, NEW, T0),
          copy("gpu-3", 1, NEW, T0),
          copy("gpu-4", 1, NEW, T0),
          copy("gpu-5", 1, NEW, T0),
          copy("owc", 1, NEW, T0));

  @Test
  void prefersSameRackThenSameProviderThenLeastLoadedThenId() {
    assertThat(ranking("gpu-2", Set.of()))
        .extracting(Source::nodeId)
        .containsExactly("gpu-4", "gpu-1", "gpu-5", "gpu-3", "owc");
    assertThat(ranking("gpu-2", Set.of()).get(0).reason()).isEqualTo("same_rack, 0 running");

    cluster.put(NodeBuilder.from(cluster.node("gpu-1")).load(3, 4).build());

    assertThat(ranking("gpu-2", Set.of()))
        .extracting(Source::nodeId)
        .containsExactly("gpu-4", "gpu-5", "gpu-1", "gpu-3", "owc");
  }

  @Test
  void amongEquallyFarOnesTheLowestLatencyIsFirstAndUnknownOnesLast() {
    cluster.put(
        NodeBuilder.from(cluster.node("gpu-2"))
            .latencyMs(Map.of("vast", 80, "home", 30, "gpu-5", 2, "lambda", 9))
            .build());

    assertThat(ranking("gpu-2", Set.of()))
        .extracting(Source::nodeId)
        .containsExactly("gpu-4", "gpu-5", "gpu-1", "owc", "gpu-3");
    assertThat(ranking("gpu-2", Set.of()).get(3).reason()).isEqualTo("remote, 30 ms, 0 running");

    cluster.put(NodeBuilder.from(cluster.node("gpu-2")).latencyMs(Map.of("vast", 80)).build());

    assertThat(ranking("gpu-2", Set.of()))
        .extracting(Source::nodeId)
        .as("nobody says how far home is")
        .containsExactly("gpu-4", "gpu-1", "gpu-5", "gpu-3", "owc");
  }

  @Test
  void neverOffersTheTargetAnOfflineNodeOrOneToAvoid() {
    Row row = everywhere.refreshed(cluster.offline("gpu-4"), Set.of(), T0);

    assertThat(SourceRanking.rank(row.standing(), "gpu-1", Set.of("gpu-5"), cluster))
        .extracting(Source::nodeId)
        .containsExactly("gpu-3", "owc");
  }

  private List<Source> ranking(String target, Set<String> avoid) {
    return SourceRanking.rank(everywhere.standing(), target, avoid, cluster);
  }
}
