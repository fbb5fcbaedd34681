package io.ringrift.dataplane.streams.topology;

import static io.ringrift.dataplane.streams.topology.ItemsStageFixture.NPZ;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.Attempt;
import io.ringrift.dataplane.streams.topology.LinkEntries.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinkEntriesTest {
  private static final Instant T = Instant.parse("2026-11-24T12:00:00Z");

  private final MemoryStore<byte[], byte[]> store =
      new MemoryStore<>("items-index", Arrays::compareUnsigned);
  private final LinkEntries links = new LinkEntries(store);

  @Test
  void keepsEachLinkApartAmongOtherEntries() {
    ItemsIndex index = new ItemsIndex(store);
    index.addItem("gpu-1", NPZ);
    index.putOff(NPZ);

    links.add("gpu-2", List.of(attempt("gpu-1", T, "stalled"), attempt("gpu-3", T, "OK")));
    links.add("gpu-2", List.of(attempt("gpu-1", T, "OK")));

    assertThat(LinkEntries.all(store))
        .extracting(LinkEntries.Entry::link)
        .containsExactly(
            new Link("gpu-1", "gpu-2", "p2p_http"), new Link("gpu-3", "gpu-2", "p2p_http"));
    assertThat(LinkEntries.all(store).get(0).record().attempts()).isEqualTo(2);
    assertThat(LinkEntries.all(store).get(0).record().lastFailure()).isEqualTo("stalled");
    assertThat(LinkEntries.all(store).get(1).record().lastFailureAt()).isNull();
  }

  @Test
  void dropsLinksThatNothingWasTriedOverForTwoWeeks() {
    links.add("gpu-2", List.of(attempt("gone", T.minus(Duration.ofDays(15)), "OK")));
    links.add("gpu-2", List.of(attempt("away", T.minus(Duration.ofDays(13)), "OK")));

    IntStream.range(0, 10_000).forEach(i -> links.add("gpu-2", List.of(attempt("gpu-1", T, "OK"))));

    assertThat(LinkEntries.all(store))
        .extracting(entry -> entry.link().source())
        .containsExactly("away", "gpu-1");
  }

  private static Attempt attempt(String source, Instant at, String outcome) {
    return new Attempt("p2p_http", source, at, 1000, 1 << 20, outcome, null, null, null);
  }
}
