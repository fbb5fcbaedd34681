package io.ringrift.dataplane.local.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.streams.codec.ItemDeltas;
import io.ringrift.dataplane.streams.manifest.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final String SHA = "ab".repeat(32);

  @TempDir private Path folder;

  @Test
  void readsALineAsAClaimThatEveryAgentOverrules() throws IOException {
    ReplicaReport report =
        only(
            "{\"node_id\": \"owc\", \"item_id\": \"npz/hex8_2p/a.npz\", \"sha256\": \""
                + SHA
                + "\", \"size_bytes\": 5, \"sample_count\": 7, \"quality_score\": 0.5,"
                + " \"content_time\": 1764000000.5, \"path\": \"/x/a.npz\"}");

    assertThat(report)
        .isEqualTo(
            ReplicaReport.newBuilder()
                .setNodeId("owc")
                .setItemId("npz/hex8_2p/a.npz")
                .setItemType(ItemType.NPZ)
                .setConfigKey("hex8_2p")
                .setBoot(0)
                .setSequence(NOW.toEpochMilli())
                .setPresence(Presence.PRESENT)
                .setSha256(SHA)
                .setSizeBytes(5)
                .setPath("/x/a.npz")
                .setValidation(Validation.CLAIMED)
                .setContentTime(Instant.ofEpochMilli(1764000000500L))
                .setSampleCount(7L)
                .setQualityScore(0.5)
                .setObservedAt(NOW)
                .build());
  }

  @Test
  void losesAgainstWhateverTheAgentOfTheNodeSaidBeforeOrSaysLater() throws IOException {
    ReplicaReport imported = only(line("npz/hex8_2p/a.npz"));
    ReplicaReport agents =
        ReplicaReport.newBuilder(imported)
            .setBoot(1)
            .setSequence(1)
            .setPresence(Presence.ABSENT)
            .setSha256(null)
            .setSizeBytes(0)
            .build();
    Item claim = ItemDeltas.of(imported);
    Item word = ItemDeltas.of(agents);

    assertThat(claim.replicas().get("owc").present()).isTrue();
    assertThat(claim.merge(word).replicas().get("owc").present()).isFalse();
    assertThat(word.merge(claim)).isEqualTo(claim.merge(word));
    assertThat(claim.current()).as("no agent has read it").isNull();
  }

  @Test
  void takesTypeAndConfigFromTheLineBeforeThePath() throws IOException {
    ReplicaReport told =
        only(line("x/y.bin").replace("}", ", \"item_type\": \"model\", \"config_key\": \"go\"}"));
    ReplicaReport read = only(line("data/games/canonical_sq8_2p.db"));

    assertThat(told.getItemType()).isEqualTo(ItemType.MODEL);
    assertThat(told.getConfigKey()).isEqualTo("go");
    assertThat(read.getItemType()).isEqualTo(ItemType.GAME);
    assertThat(read.getConfigKey()).isEqualTo("square8_2p");
  }

  @Test
  void listsEveryFaultWithItsLine() throws IOException {
    Inventory.Summary summary =
        inventory(
                "# from manifest.db",
                line("npz/hex8_2p/a.npz"),
                "",
                "{\"node_id\": \"owc\",",
                "[]",
                "{\"node\": \"owc\", \"item_id\": \"npz/a/b.npz\", \"size_bytes\": \"5\"}",
                line("npz/hex8_2p/a.npz"),
                line("x/y.bin"),
                line("../y.npz"),
                line("npz/hex8_2p/c.npz").replace(SHA, "AB"))
            .check();

    assertThat(summary.faults())
        .satisfiesExactly(
            fault ->
                assertThat(fault)
                    .isEqualTo(
                        "line 4: no JSON at column 19: Unexpected end-of-input within/between Object"
                            + " entries"),
            fault -> assertThat(fault).isEqualTo("line 5: no JSON object"),
            fault -> assertThat(fault).startsWith("line 6: no field node, allowed: node_id, "),
            fault ->
                assertThat(fault).isEqualTo("line 6: size_bytes is \"5\", allowed: a whole number"),
            fault -> assertThat(fault).isEqualTo("line 6: node_id is missing, allowed: text"),
            fault -> assertThat(fault).isEqualTo("line 6: sha256 is missing, allowed: text"),
            fault ->
                assertThat(fault)
                    .isEqualTo("line 7: npz/hex8_2p/a.npz at owc is on line 2, too, allowed: once"),
            fault -> assertThat(fault).startsWith("line 8: ").contains("item_type and config_key"),
            fault -> assertThat(fault).startsWith("line 9: item '../y.npz' has a segment"),
            fault ->
                assertThat(fault)
                    .isEqualTo("line 10: sha256 is 'AB', allowed: 64 lower-case hex digits"));
  }

  @Test
  void sumsUpWhatIsThere() throws IOException {
    Inventory.Summary summary =
        inventory(
                line("npz/hex8_2p/a.npz"),
                line("npz/hex8_2p/a.npz").replace("owc", "gpu-1"),
                line("npz/hex8_2p/b.npz"))
            .check();

    assertThat(summary).isEqualTo(new Inventory.Summary(3, 2, 2, 15, List.of()));
  }

  private ReplicaReport only(String line) throws IOException {
    Inventory inventory = inventory(line);
    assertThat(inventory.check().faults()).isEmpty();
    List<ReplicaReport> reports = new ArrayList<>();
    inventory.forEach(reports::add);
    assertThat(reports).hasSize(1);
    return reports.get(0);
  }

  private Inventory inventory(String... lines) throws IOException {
    return new Inventory(Files.write(folder.resolve("i.jsonl"), List.of(lines)), NOW);
  }

  private static String line(String itemId) {
    return "{\"node_id\": \"owc\", \"item_id\": \"%s\", \"sha256\": \"%s\", \"size_bytes\": 5}"
        .formatted(itemId, SHA);
  }
}
