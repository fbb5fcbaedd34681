package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemNameTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "npz/hex8_2p/hex8_2p-0001.npz, NPZ, hex8_2p",
    "npz/canonical_sq8_3p.npz, NPZ, square8_3p",
    "npz/square19_4p_v2.NPZ, NPZ, square19_4p",
    "games/tournament.db, GAME, tournament",
    "models/hexagonal_2p/best.onnx, MODEL, hexagonal_2p",
    "checkpoints/hex8_2p/step-5/optimizer, CHECKPOINT, hex8_2p",
  })
  void kindAndConfigKeyAreReadFromThePath(String itemId, ItemKind kind, String configKey)
      throws Exception {
    assertThat(ItemPatterns.STANDARD.name(itemId)).isEqualTo(new ItemName(itemId, kind, configKey));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "../secret.npz",
        "npz/../../secret.npz",
        "npz/./a.npz",
        "npz//a.npz",
        "npz/a.npz/",
        "npz\\a.npz",
        "npz/a\u0000.npz",
        "npz/a\n.npz",
        ".dataplane/index",
        "npz/.dataplane/x.npz",
        "secret.npz",
        "logs/a.npz",
        "npz/a.txt",
        "npz/with space/a.npz",
      })
  void refusesPathsThatAreNoItems(String itemId) {
    assertThatThrownBy(() -> ItemPatterns.STANDARD.name(itemId))
        .isInstanceOf(RefusedItemException.class);
  }

  @Test
  void refusesNamesOfMoreThan512Bytes() {
    assertThatThrownBy(() -> ItemPatterns.STANDARD.name("npz/" + "é".repeat(252) + ".npzx"))
        .isInstanceOf(RefusedItemException.class)
        .hasMessageEndingWith("must have 1..512 bytes");
  }

  @Test
  void refusesLinksThatLeaveTheRootAndThoseThatDoNot() throws Exception {
    DataRoot root = new DataRoot(folder.resolve("data"));
    Files.createDirectories(root.path().resolve("npz/hex8_2p"));
    Files.writeString(folder.resolve("outside.npz"), "x");
    Files.writeString(root.path().resolve("npz/hex8_2p/inside.npz"), "x");
    Files.createSymbolicLink(
        root.path().resolve("npz/hex8_2p/out.npz"), folder.resolve("outside.npz"));
    Files.createSymbolicLink(root.path().resolve("npz/up"), folder);
    Files.createSymbolicLink(
        root.path().resolve("npz/hex8_2p/in.npz"), root.path().resolve("npz/hex8_2p/inside.npz"));

    for (String itemId :
        new String[] {"npz/hex8_2p/out.npz", "npz/up/outside.npz", "npz/hex8_2p/in.npz"}) {
      ItemName name = ItemPatterns.STANDARD.name(itemId);
      assertThatThrownBy(() -> root.locate(name))
          .isInstanceOf(RefusedItemException.class)
          .hasMessageContaining("leads through the symbolic link");
    }
    assertThat(root.locate(ItemPatterns.STANDARD.name("npz/hex8_2p/inside.npz"))).exists();
  }
}
