package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.source.ChunkLists;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** There is room for what is still missing, and for no more. */
class ResumeOnAFullDiskTest extends PullsFixture {
  private static final int CHUNK = PartialFile.CHUNK_BYTES;

  @Test
  void onlyWhatIsMissingNeedsRoom() throws Exception {
    String content = "x".repeat(2 * CHUNK);
    PullOrder order = order("op-1", 1, A, content);
    Path partials = folder.resolve("partials");
    DiskBudget disk = new DiskBudget(folder, 100, CHUNK);
    AtomicLong reservedInFetch = new AtomicLong();
    Fetcher rest =
        new Fetcher() {
          @Override
          public String transport() {
            return source.transport();
          }

          @Override
          public void fetch(FetchTask task) {
            reservedInFetch.set(disk.reservedBytes());
            throw new IllegalStateException("the source went away");
          }
        };
    FetchCarrier carrier =
        new FetchCarrier(
            new Fetchers(List.of(rest)),
            new Placement(root, index),
            disk,
            partials,
            Bandwidth.unlimited(),
            0,
            new ChunkLists(folder.resolve("lists"), threads, Clock.systemUTC()),
            threads);
    assertThatThrownBy(() -> carrier.take(order)).isInstanceOf(DiskBudget.NoRoomException.class);
    assertThat(Files.exists(partials)).as("a refusal leaves nothing").isFalse();
    try (PartialFile cut = PartialFile.open(partials, order.sha256(), order.sizeBytes())) {
      cut.write(ByteBuffer.allocate(CHUNK), 0);
      cut.finish(0, false);
    }

    try (Carrier.Carriage carriage = carrier.take(order)) {
      assertThat(disk.reservedBytes()).isEqualTo(CHUNK);
      assertThatThrownBy(() -> carriage.carry(new Pull(order, "grant")))
          .hasMessageContaining("the source went away");
    }

    assertThat(reservedInFetch).as("the chunk that was there frees no room").hasValue(CHUNK);
    assertThat(disk.reservedBytes()).isZero();
  }
}
