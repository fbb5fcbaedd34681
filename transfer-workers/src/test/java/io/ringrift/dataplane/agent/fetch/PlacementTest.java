package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.fetch.PullAnswer.Accepted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What may stand already where an item goes. */
class PlacementTest extends PullsFixture {
  @Test
  void isDoneAtOnceWhenTheContentIsThere() throws Exception {
    source.letThrough(A);
    submit(order("op-1", 1, A, "one"));
    PullStatus first = assertDone("op-1");

    Accepted again = (Accepted) submit(order("op-2", 2, A, "one"));

    assertThat(again.status().state()).isEqualTo(PullState.DONE);
    assertThat(again.status().received()).isEqualTo(first.received());
    assertThat(source.begun()).containsExactly("op-1");
  }

  @Test
  void recognisesAFileThatACrashLeftUnknown() throws Exception {
    Path file = root.path().resolve(A);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "one");

    submit(order("op-1", 1, A, "one"));

    PullStatus status = assertDone("op-1");
    assertThat(status.bytesReceived()).isZero();
    assertThat(status.bytesPrepared()).isEqualTo(3);
    assertThat(index.find(A).orElseThrow().serves(source.offer("one"))).isTrue();
    assertThat(source.begun()).isEmpty();
  }

  @Test
  void neverReplacesAFileThatNobodyHasLookedAt() throws Exception {
    Path file = root.path().resolve(A);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "made here, and newer");

    submit(order("op-1", 1, A, "ordered"));

    PullStatus status = pulls.await("op-1", Duration.ofSeconds(10)).orElseThrow();
    assertThat(status.failure().code()).isEqualTo(FailureCode.TARGET_CHANGED);
    assertThat(status.failure().reaction()).isEqualTo(Reaction.RETRY_SAME);
    assertThat(file).hasContent("made here, and newer");
  }

  @Test
  void replacesContentThatIsKnown() throws Exception {
    source.letThrough(A);
    submit(order("op-1", 1, A, "old"));
    PullStatus old = assertDone("op-1");

    submit(order("op-2", 2, A, "new"));

    PullStatus now = assertDone("op-2");
    assertThat(root.path().resolve(A)).hasContent("new");
    assertThat(now.received().sequence()).isGreaterThan(old.received().sequence());
  }

  @Test
  void neverReplacesContentOfWhichTheOrderDidNotKnow() throws Exception {
    source.letThrough(A);
    submit(order("op-1", 1, A, "made here, and reported"));
    assertDone("op-1");

    int epoch = 2;
    for (String known : List.of("", "0".repeat(64))) {
      PullOrder order = order("op-" + epoch, epoch++, A, "ordered before the report was read");
      submit(replacing(known, order));
      PullStatus status = pulls.await(order.operationId(), Duration.ofSeconds(10)).orElseThrow();
      assertThat(status.failure().code()).isEqualTo(FailureCode.TARGET_CHANGED);
      assertThat(status.failure().reaction()).isEqualTo(Reaction.RETRY_SAME);
    }
    assertThat(root.path().resolve(A)).hasContent("made here, and reported");
  }

  @Test
  void replacesWhatTheOrderNames() throws Exception {
    source.letThrough(A);
    submit(order("op-1", 1, A, "old"));
    assertDone("op-1");

    submit(replacing(source.offer("old"), order("op-2", 2, A, "new")));

    assertDone("op-2");
    assertThat(root.path().resolve(A)).hasContent("new");
  }

  @Test
  void sweepsOnlyOldPartialFilesThatNobodyUses() throws Exception {
    submit(order("op-1", 1, A, "one"));
    Path partial = root.ownFolder().resolve("partial");
    Path used = partial.resolve(source.offer("one") + ".part");
    Awaitility.await().until(() -> Files.exists(used));
    Path old = Files.writeString(partial.resolve("0".repeat(64) + ".part"), "x");
    Path young = Files.writeString(partial.resolve("1".repeat(64) + ".part"), "x");
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(3)));
    Files.setLastModifiedTime(used, longAgo);
    Files.setLastModifiedTime(old, longAgo);

    OldPartials.removeOlder(
        root.ownFolder().resolve("partial"),
        Instant.now().minus(Duration.ofDays(1)),
        pulls.contents()::contains);

    assertThat(used).exists();
    assertThat(young).exists();
    assertThat(old).doesNotExist();
  }
}
