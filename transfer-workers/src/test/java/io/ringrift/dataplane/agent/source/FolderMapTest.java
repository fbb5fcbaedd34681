package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FolderMapTest {
  private static final FolderMap DRIVE =
      FolderMap.of(List.of("archive/games/=games", "archive/games/old=old", "sets=npz"));

  @Test
  void givesThePathsOfADriveTheNamesOfTheCluster() {
    assertThat(DRIVE.itemId("archive/games/hex8_2p/a.db")).contains("games/hex8_2p/a.db");
    assertThat(DRIVE.itemId("archive/games/old/b.db")).contains("old/b.db");
    assertThat(DRIVE.itemId("archive/gamesome/c.db")).contains("archive/gamesome/c.db");
    assertThat(DRIVE.path("npz/hex8_2p/a.npz")).contains("sets/hex8_2p/a.npz");
  }

  @Test
  void knowsNoItemTwice() {
    assertThat(DRIVE.itemId("games/a.db")).isEmpty();
    assertThat(DRIVE.path("sets/a.npz")).isEmpty();
  }

  @Test
  void namesEveryMappingThatCannotBeUsed() {
    assertThatThrownBy(() -> FolderMap.of(List.of("games", "../x=games", "a=b", "c=b")))
        .hasMessage(
            "'games', allowed: FOLDER=PREFIX, both plain relative paths;"
                + " '../x=games', allowed: FOLDER=PREFIX, both plain relative paths;"
                + " 'c=b' maps a folder or a prefix for the second time");
  }

  @Property
  void eachPathHasOneItemAndEachItemOnePath(@ForAll @From("paths") String path) {
    Optional<String> itemId = DRIVE.itemId(path);
    itemId.ifPresent(id -> assertThat(DRIVE.path(id)).contains(path));
    DRIVE.path(path).ifPresent(place -> assertThat(DRIVE.itemId(place)).contains(path));
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("archive", "games", "old", "sets", "npz", "a")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(segments -> String.join("/", segments));
  }
}
