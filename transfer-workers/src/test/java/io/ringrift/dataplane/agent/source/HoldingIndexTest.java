package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldingIndexTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;

  @Test
  void everyWriteHasALaterPlaceInTheOrderThanAllBefore() throws Exception {
    List<Holding> writes = new ArrayList<>();
    for (int start = 0; start < 3; start++) {
      try (HoldingIndex index = open()) {
        writes.add(index.present(name("npz/a.npz"), content("a" + start)));
        writes.add(index.present(name("npz/b.npz"), content("b" + start)));
        index.absent(name("npz/a.npz"));
        writes.add(index.find("npz/a.npz").orElseThrow());
      }
    }

    for (int i = 1; i < writes.size(); i++) {
      Holding earlier = writes.get(i - 1);
      Holding later = writes.get(i);
      assertThat(
              later.boot() > earlier.boot()
                  || later.boot() == earlier.boot() && later.sequence() > earlier.sequence())
          .isTrue();
    }
  }

  @Test
  void keepsWhatIsNotReportedAcrossAKill() throws Exception {
    HoldingIndex killed = open();
    Holding told = killed.present(name("npz/told.npz"), content("1"));
    Holding untold = killed.present(name("npz/untold.npz"), content("2"));
    killed.present(name("npz/gone.npz"), content("3"));
    killed.absent(name("npz/gone.npz"));
    killed.reported(told);

    try (HoldingIndex index = open()) {
      assertThat(index.awaitUnreported(9, Duration.ZERO))
          .extracting(h -> h.name().itemId())
          .containsExactlyInAnyOrder("npz/untold.npz", "npz/gone.npz");
      assertThat(index.find("npz/untold.npz")).contains(untold);
      assertThat(index.find("npz/told.npz")).contains(told);
    }
  }

  @Test
  void anAcknowledgementOfAnOlderWriteDoesNotCoverANewerOne() throws Exception {
    try (HoldingIndex index = open()) {
      Holding older = index.present(name("npz/a.npz"), content("1"));
      Holding newer = index.present(name("npz/a.npz"), content("2"));

      index.reported(older);

      assertThat(index.awaitUnreported(9, Duration.ZERO)).containsExactly(newer);
    }
  }

  @Test
  void receivedContentBecomesValidOnceItIsRead() throws Exception {
    try (HoldingIndex index = open()) {
      Content claimed = content("1");
      Holding received = index.present(name("npz/a.npz"), claimed);
      Content valid =
          new Content(
              claimed.sha256(),
              claimed.stamp(),
              Validation.VALID,
              null,
              claimed.contentTime(),
              9L,
              null,
              null);

      Holding read = index.present(name("npz/a.npz"), valid);
      Holding receivedAgain = index.present(name("npz/a.npz"), claimed);

      assertThat(read.sequence()).isGreaterThan(received.sequence());
      assertThat(receivedAgain).isEqualTo(read);
    }
  }

  @Test
  void survivesATornLineAndGarbage() throws Exception {
    Path file = folder.resolve("index");
    try (HoldingIndex index = open()) {
      index.present(name("npz/a.npz"), content("1"));
    }
    Files.write(
        file, new byte[] {'{', (byte) 0xff, '\n', '{', '"', 'i'}, StandardOpenOption.APPEND);

    try (HoldingIndex index = open()) {
      assertThat(index.all()).extracting(h -> h.name().itemId()).containsExactly("npz/a.npz");
    }
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void knowsWhatIsOfAConfigWhateverBecomesOfIt() throws Exception {
    try (HoldingIndex index = open()) {
      index.present(name("npz/hex8_2p/b.npz"), content("1"));
      index.present(name("npz/hex8_2p/a.npz"), content("2"));
      index.present(name("npz/square8_2p/c.npz"), content("3"));
      index.present(name("models/hex8_2p/d.pth"), content("4"));
      // As an order says that names another config for it.
      index.present(ItemName.of("npz/hex8_2p/b.npz", ItemKind.NPZ, "square8_2p"), content("other"));
      index.absent(name("npz/square8_2p/c.npz"));
      index.reported(index.find("npz/square8_2p/c.npz").orElseThrow());

      assertOfConfigs(index);
    }
    try (HoldingIndex index = open()) {
      assertOfConfigs(index);
      index.absent(name("npz/hex8_2p/a.npz"));
      assertThat(index.of(ItemKind.NPZ, "hex8_2p")).noneMatch(Holding::present);
      index.reported(index.find("npz/hex8_2p/a.npz").orElseThrow());
      assertThat(index.of(ItemKind.NPZ, "hex8_2p")).isEmpty();
    }
  }

  private static void assertOfConfigs(HoldingIndex index) {
    assertThat(index.of(ItemKind.NPZ, "hex8_2p"))
        .extracting(holding -> holding.name().itemId())
        .containsExactly("npz/hex8_2p/a.npz");
    assertThat(index.of(ItemKind.NPZ, "square8_2p"))
        .extracting(holding -> holding.name().itemId())
        .containsExactly("npz/hex8_2p/b.npz");
    assertThat(index.of(ItemKind.MODEL, "hex8_2p")).hasSize(1);
    assertThat(index.of(ItemKind.GAME, "hex8_2p")).isEmpty();
  }

  @Test
  void aDamagedBootFileIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("boot"), "x");

    assertThatThrownBy(() -> Boot.next(file, CLOCK))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("boot holds 'x' where the number of the last start should be");
  }

  @Test
  void reporterRepeatsWhatWasNotAcknowledged() throws Exception {
    List<Holding> sent = new CopyOnWriteArrayList<>();
    try (HoldingIndex index = open();
        Reporter reporter =
            new Reporter(
                index,
                holding -> {
                  sent.add(holding);
                  return sent.size() == 1
                      ? CompletableFuture.failedFuture(new IOException("no broker"))
                      : CompletableFuture.completedFuture(null);
                })) {
      Holding holding = index.present(name("npz/a.npz"), content("1"));
      reporter.start();

      Awaitility.await().until(() -> index.unreportedCount() == 0);
      assertThat(sent).containsExactly(holding, holding);
    }
  }

  private HoldingIndex open() throws IOException {
    return HoldingIndex.open(
        folder.resolve("index"), Boot.next(folder.resolve("boot"), CLOCK), CLOCK);
  }

  private static ItemName name(String itemId) throws IOException {
    return ItemPatterns.STANDARD.name(itemId);
  }

  private static Content content(String seed) {
    String sha256 = String.format("%64s", Integer.toHexString(seed.hashCode())).replace(' ', '0');
    return new Content(
        sha256,
        new FileStamp(1, seed.hashCode(), 7),
        Validation.CLAIMED,
        null,
        CLOCK.instant(),
        null,
        null,
        null);
  }
}
