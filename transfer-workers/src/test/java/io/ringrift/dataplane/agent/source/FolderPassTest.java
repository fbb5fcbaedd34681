package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.limit.TokenBucket;
import io.ringrift.dataplane.agent.npz.NpzLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a full pass over known files costs; by hand, with {@code -Dscan.files=100000}. {@code strace
 * -f -c} around it counts the system calls.
 */
@EnabledIfSystemProperty(named = "scan.files", matches = "\\d+")
class FolderPassTest {
  private static final int FILES = Integer.getInteger("scan.files", 0);
  private static final int A_FOLDER = 1_000;
  private static final int PASSES = 10;

  @TempDir Path folder;

  @Test
  void aPassOverUnchangedFilesReadsNone() throws IOException {
    DataRoot root = new DataRoot(folder.resolve("data"));
    for (int i = 0; i < FILES; i++) {
      Path file = root.path().resolve("models/c" + i / A_FOLDER + "/m" + i + ".pth");
      if (i % A_FOLDER == 0) {
        Files.createDirectories(file.getParent());
      }
      Files.writeString(file, "model " + i);
    }
    try (HoldingIndex index =
            HoldingIndex.open(
                folder.resolve("index"),
                Boot.next(folder.resolve("boot"), Clock.systemUTC()),
                Clock.systemUTC());
        FolderWatch watch = watch(root, index)) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(10))
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                watch.look();
                return index.unreportedCount() == FILES;
              });
      long before = index.unreportedCount();
      for (int pass = 1; pass <= PASSES; pass++) {
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long start = System.nanoTime();
        watch.lookAtEverything();
        System.out.printf(
            "pass %d over %d unchanged files: %d ms, CPU %d ms%n",
            pass,
            FILES,
            (System.nanoTime() - start) / 1_000_000,
            (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1_000_000);
      }
      assertThat(watch.pending()).isZero();
      assertThat(index.unreportedCount()).isEqualTo(before);
      assertThat(watch.summary().files()).isEqualTo(FILES);
    }
  }

  private static FolderWatch watch(DataRoot root, HoldingIndex index) {
    TokenBucket unlimited = TokenBucket.unlimited();
    return new FolderWatch(
        root,
        index,
        new FolderWatch.Settings(
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            ItemPatterns.STANDARD,
            NpzLimits.DEFAULT,
            SnapshotPolicy.STANDARD.table()),
        new LiveDatabases(
            root,
            index,
            SnapshotPolicy.STANDARD,
            new LiveDatabases.Means(bytes -> null, unlimited),
            new OldSnapshots(root, Clock.systemUTC()),
            Clock.systemUTC()),
        unlimited,
        Clock.systemUTC());
  }
}
