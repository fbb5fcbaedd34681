package io.ringrift.dataplane.agent.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.source.Boot;
import io.ringrift.dataplane.agent.source.FolderMap;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.agent.source.ItemKind;
import io.ringrift.dataplane.agent.source.ItemName;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import io.ringrift.dataplane.agent.source.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

class BucketScannerIT {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final int PAGE_KEYS = 10;

  @TempDir Path folder;
  private S3Server server;
  private S3Client client;
  private final List<Holding> reports = new ArrayList<>();
  private int acknowledged = Integer.MAX_VALUE;

  @BeforeEach
  void start() throws Exception {
    server = new S3Server();
    client = server.client();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  @Test
  void takesHashesFromMetadataSidecarAndManifestAndTellsWhoHasNone() throws Exception {
    server.put(
        "consolidated/training/hex8_2p/a.npz",
        "npz",
        Map.of("sha256", A, "sample-count", "532000", "content-time", "2026-11-24T10:00:00Z"));
    server.put("consolidated/models/hex8_2p.pth", "model", Map.of());
    server.put("consolidated/models/hex8_2p.pth.sha256", B + "  hex8_2p.pth\n", Map.of());
    server.put("consolidated/games/sq8_3p.db", "games", Map.of());
    server.put("nodes/gpu-1/games/selfplay_hex8_2p.db", "untold", Map.of());
    server.put("logs/a.txt", "log", Map.of());
    server.put(
        "consolidated/manifest.json",
        "{\"items\": [{\"key\": \"consolidated/games/sq8_3p.db\", \"size_bytes\": 5,"
            + " \"sha256\": \""
            + "c".repeat(64)
            + "\", \"game_count\": 12},"
            + " {\"key\": \"nodes/gpu-1/games/selfplay_hex8_2p.db\", \"size_bytes\": 7,"
            + " \"sha256\": \""
            + A
            + "\"}]}",
        Map.of());

    BucketScanner scanner = scanner();
    assertThat(scanner.pass()).isTrue();

    assertThat(reports)
        .extracting(Holding::name)
        .containsExactlyInAnyOrder(
            new ItemName("npz/hex8_2p/a.npz", ItemKind.NPZ, "hex8_2p"),
            new ItemName("models/hex8_2p.pth", ItemKind.MODEL, "hex8_2p"),
            new ItemName("games/sq8_3p.db", ItemKind.GAME, "square8_3p"));
    Holding npz = report("npz/hex8_2p/a.npz");
    assertThat(npz.content().sha256()).isEqualTo(A);
    assertThat(npz.content().sampleCount()).isEqualTo(532_000);
    assertThat(npz.content().contentTime()).isEqualTo(Instant.parse("2026-11-24T10:00:00Z"));
    assertThat(npz.content().validation()).isEqualTo(Validation.CLAIMED);
    assertThat(report("models/hex8_2p.pth").content().sha256()).isEqualTo(B);
    assertThat(report("games/sq8_3p.db").content().gameCount()).isEqualTo(12);
    assertThat(scanner.summary().items()).isEqualTo(3);
    assertThat(scanner.summary().unhashed()).isEqualTo(1);
    assertThat(scanner.summary().unknown()).containsEntry("logs/*.txt", 1L);
  }

  @Test
  void reportsOnlyDifferences() throws Exception {
    model(1, A);
    model(2, A);
    model(3, A);
    assertThat(scanner().pass()).isTrue();
    reports.clear();

    model(2, B);
    server.delete("consolidated/models/m0003.pth");
    model(4, A);
    assertThat(scanner().pass()).isTrue();

    assertThat(reports).hasSize(3);
    assertThat(report("models/m0002.pth").content().sha256()).isEqualTo(B);
    assertThat(report("models/m0003.pth").present()).isFalse();
    assertThat(report("models/m0004.pth").present()).isTrue();
    reports.clear();
    assertThat(scanner().pass()).isTrue();
    assertThat(reports).isEmpty();
  }

  @Test
  void goesOnWhereItWasWhenItIsKilled() throws Exception {
    for (int i = 0; i < 45; i++) {
      model(i, A);
    }
    acknowledged = 25;
    assertThat(scanner().pass()).isFalse();
    // Two pages were acknowledged and kept; the kill tore the line after them.
    Files.writeString(folder.resolve("known.next"), "{\"key\":\"conso", StandardOpenOption.APPEND);
    reports.clear();
    acknowledged = Integer.MAX_VALUE;

    assertThat(scanner().pass()).isTrue();

    assertThat(reports).hasSize(25);
    assertThat(reports.get(0).name().itemId()).isEqualTo("models/m0020.pth");
    reports.clear();
    server.delete("consolidated/models/m0000.pth");
    assertThat(scanner().pass()).isTrue();
    assertThat(reports).hasSize(1);
    assertThat(report("models/m0000.pth").present()).isFalse();
  }

  @Test
  void aBucketThatCannotBeReadIsNotAnEmptyOne() throws Exception {
    model(1, A);
    BucketScanner scanner = scanner();
    assertThat(scanner.pass()).isTrue();
    Instant lastPass = scanner.summary().lastPass();
    reports.clear();
    server.close();

    assertThat(scanner.pass()).isFalse();

    assertThat(reports).isEmpty();
    assertThat(scanner.summary().lastPass()).isEqualTo(lastPass);
    assertThat(scanner.summary().failure()).contains("can't be");
    assertThat(scanner.summary().items()).isEqualTo(1);
    server = new S3Server();
  }

  private void model(int number, String sha256) {
    server.put(
        "consolidated/models/m%04d.pth".formatted(number),
        "model " + number + sha256,
        Map.of("sha256", sha256));
  }

  private Holding report(String itemId) {
    return reports.stream()
        .filter(holding -> holding.name().itemId().equals(itemId))
        .findFirst()
        .orElseThrow(() -> new AssertionError(itemId + " was not reported: " + reports));
  }

  private BucketScanner scanner() throws IOException {
    FolderMap folders =
        FolderMap.of(
            List.of(
                "consolidated/games=games",
                "consolidated/models=models",
                "consolidated/training=npz"));
    return new BucketScanner(
        new Bucket(client, S3Server.BUCKET, "", PAGE_KEYS),
        new BucketScanner.Names(ItemPatterns.STANDARD, folders, "consolidated/manifest.json"),
        folder,
        Boot.next(folder.resolve("boot"), Clock.systemUTC()),
        this::take,
        Clock.systemUTC());
  }

  private CompletableFuture<Void> take(Holding holding) {
    reports.add(holding);
    return reports.size() <= acknowledged
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(new IOException("killed"));
  }
}
