package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.SteppingClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerItemsTest {
  @TempDir Path folder;
  private final SteppingClock clock = new SteppingClock();
  private DataRoot root;
  private HoldingIndex index;

  @BeforeEach
  void open() throws IOException {
    root = new DataRoot(folder.resolve("data"));
    openIndex();
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  @Test
  void reportsAsGoneWhatTheManifestHasAndTheDiskHasNot() throws Exception {
    file("models/a.pth");
    file("models/b.pth");
    FormerItems former = new FormerItems(root, index, 50);
    assertThat(former.due()).isTrue();

    assertThat(former.compare(names("models/a.pth", "models/b.pth", "models/gone.pth"))).isNull();

    assertThat(index.find("models/gone.pth").orElseThrow().present()).isFalse();
    assertThat(index.unreportedCount()).isEqualTo(1);
    assertThat(former.due()).isFalse();
    index.close();
    openIndex();
    assertThat(new FormerItems(root, index, 50).due()).isFalse();
  }

  @Test
  void takesAnEmptyFolderForADriveThatIsNotMounted() throws Exception {
    FormerItems former = new FormerItems(root, index, 50);

    assertThat(former.compare(names("models/a.pth", "models/b.pth")))
        .startsWith("2 of 2 items that the manifest has here are gone, which is more than");

    assertThat(index.all()).isEmpty();
    assertThat(former.due()).isTrue();
    assertThat(new FormerItems(root, index, 100).compare(names("models/a.pth"))).isNull();
    assertThat(index.unreportedCount()).isEqualTo(1);
  }

  @Test
  void isDueAgainWhenTheIndexIsLost() throws Exception {
    assertThat(new FormerItems(root, index, 50).compare(List.of())).isNull();
    index.close();
    Files.delete(folder.resolve("index"));
    openIndex();

    assertThat(new FormerItems(root, index, 50).due()).isTrue();
  }

  private void file(String itemId) throws IOException {
    Path file = root.path().resolve(itemId);
    Files.createDirectories(file.getParent());
    Files.writeString(file, itemId);
  }

  private static List<ItemName> names(String... itemIds) throws IOException {
    List<ItemName> names = new ArrayList<>();
    for (String itemId : itemIds) {
      names.add(ItemPatterns.STANDARD.name(itemId));
    }
    return names;
  }

  private void openIndex() throws IOException {
    index =
        HoldingIndex.open(folder.resolve("index"), Boot.next(folder.resolve("boot"), clock), clock);
  }
}
