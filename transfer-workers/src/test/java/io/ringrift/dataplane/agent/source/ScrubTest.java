package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.SteppingClock;
import io.ringrift.dataplane.agent.limit.TokenBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubTest {
  private static final String ITEM = "models/hex8_2p/m.pth";

  @TempDir Path folder;
  private final SteppingClock clock = new SteppingClock();
  private DataRoot root;
  private HoldingIndex index;
  private Scrub scrub;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    root = new DataRoot(folder.resolve("data"));
    index =
        HoldingIndex.open(folder.resolve("index"), Boot.next(folder.resolve("boot"), clock), clock);
    scrub = new Scrub(root, index, TokenBucket.unlimited(), clock);
    file = root.path().resolve(ITEM);
    Files.createDirectories(file.getParent());
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  @Test
  void findsBytesThatChangedWhileSizeAndTimesDidNot() throws Exception {
    Holding before = write("good bytes");
    damage("evil bytes");

    scrub.pass();

    Holding after = index.find(ITEM).orElseThrow();
    assertThat(after.content().validation()).isEqualTo(Validation.INVALID);
    assertThat(after.content().evidence())
        .matches("read again at .*: sha256 is now [0-9a-f]{64}, with size and times as they were");
    assertThat(after.content().sha256()).isEqualTo(before.content().sha256());
    assertThat(after.sequence()).isGreaterThan(before.sequence());
    assertThat(after.serves(before.content().sha256())).isFalse();
    assertThat(scrub.summary().damagedFiles()).isEqualTo(1);
    assertThat(file).hasContent("evil bytes");
  }

  @Test
  void saysNothingOfWhatIsAsItWas() throws Exception {
    Holding before = write("good bytes");

    scrub.pass();

    assertThat(index.find(ITEM)).contains(before);
    assertThat(scrub.summary()).isEqualTo(new ScrubSummary(clock.instant(), 1, 10, 0));
  }

  @Test
  void leavesAFileThatWasWrittenToTheScanner() throws Exception {
    Holding before = write("good bytes");
    Files.writeString(file, "other bytes");

    scrub.pass();

    assertThat(index.find(ITEM)).contains(before);
  }

  @Test
  void goodBytesThatArriveRepairADamagedFile() throws Exception {
    Holding before = write("good bytes");
    damage("evil bytes");
    scrub.pass();

    Files.writeString(file, "good bytes");
    Holding repaired =
        index.present(before.name(), Content.claimed(before.content().sha256(), stamp()));

    assertThat(repaired.serves(before.content().sha256())).isTrue();
  }

  private Holding write(String text) throws Exception {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(clock.instant().minusSeconds(60)));
    return index.present(
        ItemPatterns.STANDARD.name(ITEM),
        Content.claimed(FileHash.of(file, TokenBucket.unlimited()), stamp()));
  }

  /** As a disk would: the times stay. */
  private void damage(String text) throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, modified);
  }

  private FileStamp stamp() throws IOException {
    return FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class));
  }
}
