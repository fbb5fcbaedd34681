package io.ringrift.dataplane.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.transport.Support;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class TransportOrderPropertyTest {
  @Property
  void everyTransportIsTriedOrSkippedForAReason(
      @ForAll @LongRange(min = 0, max = 1L << 40) long size,
      @ForAll @IntRange(min = 1, max = 50) int targets,
      @ForAll Set<TransportKind> usable) {
    TransportOrder order = order(Requests.of(size, targets, "a"), usable);

    assertThat(order.kinds()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(usable);
    assertThat(Stream.concat(order.kinds().stream(), order.skipped().keySet().stream()))
        .containsExactlyInAnyOrder(TransportKind.values());
    assertThat(order.skipped().values()).allMatch(reason -> !reason.isBlank());
  }

  @Property
  void keepsTheDefaultOrderButForTheSwarm(
      @ForAll @LongRange(min = 0, max = 1L << 40) long size,
      @ForAll @IntRange(min = 1, max = 50) int targets,
      @ForAll Set<TransportKind> usable) {
    List<TransportKind> withoutSwarm =
        new ArrayList<>(order(Requests.of(size, targets, "a"), usable).kinds());
    withoutSwarm.remove(TransportKind.BITTORRENT);

    assertThat(withoutSwarm).isSorted();
  }

  @Property
  void leadsWithTheSwarmOnlyForLargeItemsToManyTargets(
      @ForAll @LongRange(min = 0, max = 1L << 40) long size,
      @ForAll @IntRange(min = 1, max = 50) int targets) {
    Set<TransportKind> all = Set.of(TransportKind.values());
    boolean swarm =
        order(Requests.of(size, targets, "a"), all).kinds().get(0) == TransportKind.BITTORRENT;

    assertThat(swarm).isEqualTo(size >= 64L << 20 && targets >= 3);
  }

  @Property
  void leadsWithRsyncOnlyForLargeDatabasesThatGrewAtTheTarget(
      @ForAll @LongRange(min = 0, max = 1L << 40) long size,
      @ForAll @IntRange(min = 1, max = 50) int targets,
      @ForAll boolean held) {
    Set<TransportKind> all = Set.of(TransportKind.values());
    TransportOrder order = order(Requests.game(size, targets, held ? "cd".repeat(32) : ""), all);

    assertThat(order.kinds().get(0) == TransportKind.RSYNC).isEqualTo(held && size >= 64L << 20);
    assertThat(order.choices()).containsOnlyKeys(TransportKind.values());
  }

  @Example
  void saysWhyEachIsTriedAndWhatWasLeftOutBeforeIt() {
    TransferRequest grown = Requests.game(64L << 20, 4, "cd".repeat(32));
    Set<TransportKind> some = Set.of(TransportKind.RSYNC, TransportKind.P2P_HTTP);

    assertThat(order(grown, some).choices())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                TransportKind.RSYNC,
                "the target holds an older version of a large database",
                TransportKind.P2P_HTTP,
                "default order; no bittorrent: no bittorrent here"));
    assertThat(order(grown, Set.of(TransportKind.S3)).choices())
        .containsEntry(
            TransportKind.S3,
            "default order; no p2p_http: no p2p_http here; no bittorrent: no bittorrent here;"
                + " no rsync: no rsync here");
  }

  @Example
  void saysWhyOneIsSkipped() {
    TransportOrder order = order(Requests.from("a"), Set.of(TransportKind.P2P_HTTP));

    assertThat(order.skipped()).containsEntry(TransportKind.RSYNC, "no rsync here");
  }

  private static TransportOrder order(TransferRequest request, Set<TransportKind> usable) {
    Set<TransportKind> kinds = usable.stream().collect(Collectors.toSet());
    return TransportOrder.of(
        request,
        kind ->
            kinds.contains(kind) ? Support.yes() : Support.no("no " + kind.wireName() + " here"));
  }
}
