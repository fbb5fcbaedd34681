package io.ringrift.dataplane.streams.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivePolicyTest {

  @ParameterizedTest
  @ValueSource(strings = {Node.COORDINATOR, Node.MAC})
  void coordinatorsAndMacsGetModelsOnly(String role) {
    assertThat(node(role).build().takes()).containsExactly(ItemType.MODEL);
  }

  @ParameterizedTest
  @ValueSource(strings = {Node.COORDINATOR, Node.MAC})
  void withExternalStorageTheyGetEverything(String role) {
    assertThat(node(role, Node.EXTERNAL_STORAGE).build().takes()).isEqualTo(ItemType.MOVED);
  }

  @Test
  void whatTheFileForbidsIsNotTakenWhateverTheAgentSays() {
    Node node =
        node().receives(Set.of(ItemType.NPZ, ItemType.GAME)).allows(Set.of(ItemType.GAME)).build();

    assertThat(node.takes()).containsExactly(ItemType.GAME);
  }

  @Test
  void policiesThatExcludeEachOtherTakeNothing() {
    Node node = node(Node.MAC).receives(Set.of(ItemType.NPZ)).build();

    assertThat(node.takes()).isEmpty();
  }

  @Test
  void aNodeOfWhichNothingIsSaidTakesEverything() {
    assertThat(node().build().takes()).isEqualTo(ItemType.MOVED);
  }

  private static NodeBuilder node(String... roles) {
    return NodeBuilder.of("n").roles(Set.of(roles));
  }
}
