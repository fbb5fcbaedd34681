package io.ringrift.dataplane.agent.s3;

import io.ringrift.dataplane.agent.source.Boot;
import io.ringrift.dataplane.agent.source.FolderMap;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.s3.S3Client;

/** One pass over a bucket, as a process of its own with a small heap. */
final class ScanOnce {
  /** 100,000 known objects alone would fill it. */
  static final String HEAP = "-Xmx48m";

  private static final int PAGE_KEYS = 1_000;

  private ScanOnce() {}

  /**
   * @param arguments the server's URL; the folder of the known state
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    AtomicLong reports = new AtomicLong();
    long start = System.nanoTime();
    try (S3Client client = S3Server.client(URI.create(arguments[0]));
        BucketScanner scanner =
            new BucketScanner(
                new Bucket(client, S3Server.BUCKET, "", PAGE_KEYS),
                new BucketScanner.Names(ItemPatterns.STANDARD, FolderMap.NONE, ""),
                folder,
                Boot.next(folder.resolve("boot"), Clock.systemUTC()),
                holding -> {
                  reports.incrementAndGet();
                  return CompletableFuture.completedFuture(null);
                },
                Clock.systemUTC())) {
      if (!scanner.pass()) {
        throw new IllegalStateException(scanner.summary().failure());
      }
      System.out.printf(
          "%d items, %d reports, %.1f s%n",
          scanner.summary().items(), reports.get(), (System.nanoTime() - start) / 1e9);
    }
  }
}
