package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.SteppingClock;
import io.ringrift.dataplane.agent.database.DatabaseStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvictorTest {
  private static final String ITEM = "models/hex8_2p/m.pth";
  private static final String HASH = "b".repeat(64);

  @TempDir Path folder;
  private final SteppingClock clock = new SteppingClock();
  private DataRoot root;
  private HoldingIndex index;
  private Evictor evictor;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    root = new DataRoot(folder.resolve("data"));
    index =
        HoldingIndex.open(folder.resolve("index"), Boot.next(folder.resolve("boot"), clock), clock);
    evictor = new Evictor(root, index);
    file = root.path().resolve(ITEM);
    Files.createDirectories(file.getParent());
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  @Test
  void removesWhatTheOrderNamesAndReportsItGone() throws IOException {
    Holding holding = held("weights", null);

    assertThat(remove(order(holding))).contains(new Evictor.Outcome(true, ""));

    assertThat(file).doesNotExist();
    Holding after = index.find(ITEM).orElseThrow();
    assertThat(after.present()).isFalse();
    assertThat(after.sequence()).isGreaterThan(holding.sequence());
    assertThat(index.unreportedCount()).isEqualTo(1);
  }

  @Test
  void anOrderThatComesTwiceRemovesOnce() throws IOException {
    Evictor.Order order = order(held("weights", null));
    remove(order);

    assertThat(remove(order)).isEmpty();
  }

  @Test
  void leavesWhatWasFetchedAgainSinceTheOrder() throws IOException {
    Evictor.Order order = order(held("weights", null));
    remove(order);
    held("weights", null);

    assertThat(remove(order).orElseThrow().reason()).startsWith("register_changed: ");
    assertThat(file).hasContent("weights");
  }

  @Test
  void leavesOtherContentThanTheOrderNames() throws IOException {
    Holding holding = held("weights", null);
    Evictor.Order order =
        new Evictor.Order(ITEM, "c".repeat(64), holding.boot(), holding.sequence());

    assertThat(remove(order).orElseThrow().reason())
        .isEqualTo("content_changed: it is now " + HASH);
    assertThat(file).exists();
  }

  @Test
  void leavesAFileThatWasWrittenToSinceItWasHashed() throws IOException {
    Evictor.Order order = order(held("weights", null));
    Files.writeString(file, "newer weights");

    assertThat(remove(order).orElseThrow().reason()).startsWith("file_changed: ");
    assertThat(file).hasContent("newer weights");
  }

  @Test
  void leavesADatabaseThatIsInUse() throws IOException {
    Evictor.Order order = order(held("games", new Snapshot("s.db", new DatabaseStamp(1, 1, 0, 0))));

    assertThat(remove(order).orElseThrow().reason()).startsWith("live_database: ");
    assertThat(file).exists();
  }

  @Test
  void whatAKillLeftHalfRemovedIsPutBackAtTheStart() throws IOException {
    held("weights", null);
    Path aside = root.ownFolder().resolve("evicting").resolve(ITEM);
    Files.createDirectories(aside.getParent());
    Files.move(file, aside);

    evictor.putBackAll();

    assertThat(file).hasContent("weights");
    assertThat(root.ownFolder().resolve("evicting")).doesNotExist();
  }

  @Test
  void whatIsPutBackNeverReplacesWhatIsThereByNow() throws IOException {
    Path aside = root.ownFolder().resolve("evicting").resolve(ITEM);
    Files.createDirectories(aside.getParent());
    Files.writeString(aside, "older");
    Files.writeString(file, "newer");

    evictor.putBackAll();

    assertThat(file).hasContent("newer");
    assertThat(aside).hasContent("older");
  }

  private Optional<Evictor.Outcome> remove(Evictor.Order order) {
    return evictor.remove(order);
  }

  private static Evictor.Order order(Holding holding) {
    return new Evictor.Order(ITEM, HASH, holding.boot(), holding.sequence());
  }

  private Holding held(String bytes, Snapshot snapshot) throws IOException {
    Files.writeString(file, bytes);
    FileStamp stamp = FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class));
    return index.present(
        ItemName.of(ITEM, ItemKind.MODEL, "hex8_2p"),
        new Content(HASH, stamp, Validation.VALID, null, stamp.modified(), null, null, snapshot));
  }
}
