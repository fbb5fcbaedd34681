package io.ringrift.dataplane.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents of two nodes have one data folder. */
class SharedRootTest {
  @TempDir Path folder;

  @Test
  void twoAgentsKeepTheirOwnFilesApart() throws Exception {
    DataRoot one = new DataRoot(folder, FolderMap.NONE, "gpu-1");
    DataRoot two = new DataRoot(folder, FolderMap.NONE, "gpu-2");

    assertThat(one.ownFolder()).isDirectory().isNotEqualTo(two.ownFolder());
    try (FolderLock first = FolderLock.take(one);
        FolderLock second = FolderLock.take(two)) {
      assertThatThrownBy(() -> FolderLock.take(one))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another agent");
    }
  }

  @Test
  void noneTakesTheFilesOfTheOtherForItems() throws Exception {
    DataRoot one = new DataRoot(folder, FolderMap.NONE, "gpu-1");
    DataRoot two = new DataRoot(folder, FolderMap.NONE, "gpu-2");
    Path item = one.path().resolve("models/hex8_2p/best.pth");
    Files.createDirectories(item.getParent());
    Files.writeString(item, "weights");
    Path partial = two.ownFolder().resolve("partial/models/hex8_2p/coming.pth");
    Files.createDirectories(partial.getParent());
    Files.writeString(partial, "half");

    List<String> found = new ArrayList<>();
    FolderWalk walk =
        new FolderWalk(
            one,
            ItemPatterns.STANDARD::name,
            new FolderWalk.Found() {
              @Override
              public boolean unchanged(String itemId, FileStamp stamp) {
                return false;
              }

              @Override
              public void file(ItemName name, FileStamp stamp) {
                found.add(name.itemId());
              }

              @Override
              public void folder(Path listed, Instant modified) {}
            });
    walk.list(one.path(), listed -> true);

    assertThat(found).containsExactly("models/hex8_2p/best.pth");
  }
}
