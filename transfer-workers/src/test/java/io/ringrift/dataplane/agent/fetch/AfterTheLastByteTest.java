package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** All bytes are there, and the file is not in place yet. */
class AfterTheLastByteTest extends PullsFixture {
  /** Within it a hash that follows the bytes would have seen them. */
  private static final long MOMENT_MILLIS = 300;

  @Test
  void aStopStillCounts() throws Exception {
    source.letThrough(A);
    PullOrder later = order("op-2", 2, A, "two");
    source.whenSent(
        task -> {
          Thread.sleep(MOMENT_MILLIS);
          submit(later);
        });

    submit(order("op-1", 1, A, "one"));

    PullStatus status = pulls.await("op-1", Duration.ofSeconds(10)).orElseThrow();
    assertThat(status.state()).isEqualTo(PullState.FAILED);
    assertThat(status.failure().code()).isEqualTo(FailureCode.SUPERSEDED);
    assertThat(root.path().resolve(A)).doesNotExist();
  }

  @Test
  void aStopCountsAlsoWhereTheFileWasThereAllTheTime() throws Exception {
    PullOrder order = order("op-1", 1, A, "one");
    Files.createDirectories(root.path().resolve(A).getParent());
    Files.writeString(root.path().resolve(A), "one");
    Pull pull = new Pull(order, "grant");
    pull.stop(FailureCode.SUPERSEDED, "op-2 epoch 2 orders other content");

    assertThat(
            catchThrowableOfType(
                    FetchFailure.class, () -> new Placement(root, index).recognise(order, pull))
                .code())
        .isEqualTo(FailureCode.SUPERSEDED);
    assertThat(index.find(A)).isEmpty();
  }

  @Test
  void whatIsWrittenOverIsHashedAsItIsThen() throws Exception {
    source.letThrough(A);
    source.rewrites();
    source.whenSent(
        task -> {
          Thread.sleep(MOMENT_MILLIS);
          task.partial().write(ByteBuffer.wrap("two".getBytes(StandardCharsets.UTF_8)), 0);
        });

    submit(order("op-1", 1, A, "one"));

    PullStatus status = pulls.await("op-1", Duration.ofSeconds(10)).orElseThrow();
    assertThat(status.state()).isEqualTo(PullState.FAILED);
    assertThat(status.failure().code()).isEqualTo(FailureCode.CHECKSUM_MISMATCH);
    assertThat(root.path().resolve(A)).doesNotExist();
  }
}
