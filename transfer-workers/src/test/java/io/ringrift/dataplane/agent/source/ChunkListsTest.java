package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkListsTest {
  private static final int SIZE = 2 * ChunkHashes.CHUNK_BYTES + 100;
  private static final Duration NOW = Duration.ZERO;

  @TempDir Path folder;
  private final byte[] bytes = new byte[SIZE];
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private Path file;
  private Content content;

  @BeforeEach
  void write() throws IOException {
    new Random(3).nextBytes(bytes);
    file = folder.resolve("content");
    Files.write(file, bytes);
    content = content(hex(bytes));
  }

  @Test
  void makesAListOfEveryMebibyteAndOfTheRest() throws Exception {
    ChunkHashes list = lists(Runnable::run).find(content, file, NOW).orElseThrow();

    for (int chunk = 0; chunk < 3; chunk++) {
      int from = chunk * ChunkHashes.CHUNK_BYTES;
      byte[] part = Arrays.copyOfRange(bytes, from, Math.min(SIZE, from + ChunkHashes.CHUNK_BYTES));
      assertThat(list.matches(chunk, FileHash.sha256().digest(part))).isTrue();
    }
    assertThat(list.matches(1, FileHash.sha256().digest())).isFalse();
    assertThat(list.bytes()).hasSize(3 * 32);
  }

  @Test
  void doesNotReadTheFileTwice() throws Exception {
    lists(Runnable::run).find(content, file, NOW);
    Files.delete(file);

    assertThat(lists(Runnable::run).find(content, file, NOW)).isPresent();
  }

  @Test
  void makesOneListForAllWhoAskMeanwhile() throws Exception {
    ChunkLists lists = lists(waiting::add);

    assertThat(lists.find(content, file, NOW)).isEmpty();
    assertThat(lists.find(content, file, NOW)).isEmpty();
    assertThat(waiting).hasSize(1);
    waiting.poll().run();
    assertThat(lists.find(content, file, NOW)).isPresent();
  }

  @Test
  void makesNoListOfAFileThatIsNotWhatItIsHeldAs() throws Exception {
    Content other = content("ab".repeat(32));

    assertThatThrownBy(() -> lists(Runnable::run).find(other, file, NOW))
        .isInstanceOf(IOException.class)
        .hasMessage("the file has not the hash under which it is held");
  }

  @Test
  void makesAListAnewThatTheDiskHasSpoilt() throws Exception {
    ChunkHashes made = lists(Runnable::run).find(content, file, NOW).orElseThrow();
    Path kept = folder.resolve("chunks").resolve(content.sha256());
    byte[] spoilt = Files.readAllBytes(kept);
    spoilt[40] ^= 1;
    Files.write(kept, spoilt);

    assertThat(lists(Runnable::run).find(content, file, NOW).orElseThrow().bytes())
        .isEqualTo(made.bytes());
  }

  @Test
  void forgetsWhatNobodyAsksFor() throws Exception {
    ChunkLists lists = lists(Runnable::run);
    lists.find(content, file, NOW);

    lists.removeOlder(Instant.now().minusSeconds(60));
    assertThat(folder.resolve("chunks").resolve(content.sha256())).exists();
    lists.removeOlder(Instant.now().plusSeconds(60));
    assertThat(folder.resolve("chunks").resolve(content.sha256())).doesNotExist();
  }

  private ChunkLists lists(Executor executor) {
    return new ChunkLists(folder.resolve("chunks"), executor, Clock.systemUTC());
  }

  private Content content(String sha256) throws IOException {
    FileStamp stamp = FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class));
    return new Content(sha256, stamp, Validation.VALID, null, stamp.modified(), null, null, null);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(FileHash.sha256().digest(bytes));
  }
}
