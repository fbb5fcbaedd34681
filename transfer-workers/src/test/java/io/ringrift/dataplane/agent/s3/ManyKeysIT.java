package io.ringrift.dataplane.agent.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bucket is scanned by a process of little memory. Only with {@code -Dscan.keys=100000}, as in
 * the seed's cluster, it couldn't hold them all; that takes minutes, most of them the server's.
 */
class ManyKeysIT {
  private static final int KEYS = Integer.getInteger("scan.keys", 4_000);

  @TempDir Path folder;

  @Test
  void scansABucketInLittleMemory() throws Exception {
    try (S3Server server = new S3Server()) {
      server.fill(
          IntStream.range(0, KEYS).mapToObj("nodes/gpu-1/models/hex8_2p/m%06d.pth"::formatted),
          Map.of("sha256", "a".repeat(64)));

      String first = scan(server.url());
      String second = scan(server.url());
      server.delete("nodes/gpu-1/models/hex8_2p/m000007.pth");
      String third = scan(server.url());

      assertThat(first).startsWith(KEYS + " items, " + KEYS + " reports");
      assertThat(second).startsWith(KEYS + " items, 0 reports");
      assertThat(third).startsWith((KEYS - 1) + " items, 1 reports");
      System.out.printf("%d keys: first %s; unchanged %s%n", KEYS, first, second);
    }
  }

  private String scan(URI server) throws Exception {
    Path out = folder.resolve("out");
    Process scan =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                ScanOnce.HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ScanOnce.class.getName(),
                server.toString(),
                folder.resolve("state").toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(scan.waitFor(20, TimeUnit.MINUTES)).as("ends").isTrue();
    } finally {
      scan.destroyForcibly();
    }
    List<String> said = Files.readAllLines(out);
    assertThat(scan.exitValue()).as("%s", said).isZero();
    return said.get(said.size() - 1);
  }
}
