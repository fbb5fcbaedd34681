package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemPatternsTest {

  @ParameterizedTest
  @CsvSource({
    "data/games/canonical_hex8_2p.db, GAME, hex8_2p",
    "data/selfplay/sq19_3p/worker-7/games.db, GAME, square19_3p",
    "data/tournaments/elo_tournament_2025.db, GAME, elo_tournament_2025",
    "results/tournament-square8_4p.db, GAME, square8_4p",
    "games/tournament/final_hex8_3p.db, GAME, hex8_3p",
    "games/sq8_2p/selfplay.db, GAME, square8_2p",
    "data/training/hexagonal_4p_v3.npz, NPZ, hexagonal_4p",
    "data/models/ringrift_best_sq8_2p.pth, MODEL, square8_2p",
    "consolidated/games/square8_2p.db, GAME, square8_2p",
    "consolidated/training/hex8_2p.npz, NPZ, hex8_2p",
    "consolidated/models/hex8_2p.pth, MODEL, hex8_2p",
    "nodes/gpu-7/games/selfplay_hex8_2p.db, GAME, hex8_2p",
    "nodes/gpu-7/models/x.ONNX, MODEL, x",
  })
  void knowsTheNamesOfTheSeedCluster(String itemId, ItemKind kind, String configKey)
      throws Exception {
    assertThat(ItemPatterns.STANDARD.name(itemId)).isEqualTo(new ItemName(itemId, kind, configKey));
  }

  @ParameterizedTest
  @ValueSource(strings = {"data/coordination/work_queue.db", "data/notes.txt", "a.npz"})
  void leavesTheFilesOfServicesAlone(String itemId) {
    assertThatThrownBy(() -> ItemPatterns.STANDARD.name(itemId))
        .isInstanceOf(RefusedItemException.class)
        .hasMessageContaining("no pattern matches it");
  }

  @Test
  void takesTheFirstPatternThatMatchesAndItsConfig() throws Exception {
    ItemPatterns patterns =
        ItemPatterns.of(List.of("runs/{config}/*.{npz|npy}=NPZ", "runs/**=checkpoint", "standard"));

    assertThat(patterns.name("runs/chess/a.npy"))
        .isEqualTo(new ItemName("runs/chess/a.npy", ItemKind.NPZ, "chess"));
    assertThat(patterns.name("runs/chess/deep/a.npy").kind()).isEqualTo(ItemKind.CHECKPOINT);
    assertThat(patterns.name("games/hex8_2p/a.db").kind()).isEqualTo(ItemKind.GAME);
  }

  @Test
  void namesEveryPatternThatCannotBeUsed() {
    List<String> bad = List.of("npz/**", "a/**=LOG", "{config}/{config}=NPZ", "x/{a=NPZ");

    assertThatThrownBy(() -> ItemPatterns.of(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'npz/**', allowed: GLOB=KIND")
        .hasMessageContaining("kind 'LOG', allowed are [NPZ, GAME, MODEL, CHECKPOINT]")
        .hasMessageContaining("names {config} twice")
        .hasMessageContaining("has a { without its }");
  }
}
