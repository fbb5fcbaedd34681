package io.ringrift.dataplane.agent.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After the index was lost: what the cluster believes to be here and is not. Without this an item
 * that went together with the index would be taken as here for ever, since nobody remembers it.
 */
public final class FormerItems {
  private static final Logger LOG = LoggerFactory.getLogger(FormerItems.class);

  private final DataRoot root;
  private final HoldingIndex index;
  private final int limitPercent;
  private final Path done;

  /**
   * @param limitPercent of what is believed to be here, 0..100: if more is gone, it is taken for a
   *     drive that isn't mounted or the wrong folder, and nothing is reported
   */
  public FormerItems(DataRoot root, HoldingIndex index, int limitPercent) throws IOException {
    this.root = root;
    this.index = index;
    this.limitPercent = limitPercent;
    this.done = root.ownFolder().resolve("compared");
    if (index.incomplete()) {
      Files.deleteIfExists(done);
    }
  }

  /** Whether the index may lack something that the cluster was told. */
  public boolean due() {
    return Files.notExists(done);
  }

  /**
   * Reports as gone what is neither known nor on the disk.
   *
   * @param believed items that the manifest has at this node
   * @return null when done, else why nothing was reported
   */
  public String compare(Collection<ItemName> believed) throws IOException {
    List<ItemName> gone = new ArrayList<>();
    for (ItemName name : believed) {
      if (index.find(name.itemId()).isEmpty() && root.attributes(root.place(name)) == null) {
        gone.add(name);
      }
    }
    if (!root.mounted()) {
      return "data folder is not there";
    }
    if (gone.size() * 100L > (long) believed.size() * limitPercent) {
      return ("%d of %d items that the manifest has here are gone, which is more than"
              + " agent.gone.limit.percent=%d; if they are, raise it, else mount the right folder")
          .formatted(gone.size(), believed.size(), limitPercent);
    }
    gone.forEach(index::neverKnown);
    LOG.info(
        "the manifest has {} items here; {} of them were forgotten and are gone",
        believed.size(),
        gone.size());
    Files.writeString(done, "The manifest's items of this node were compared with the folder.\n");
    return null;
  }
}
