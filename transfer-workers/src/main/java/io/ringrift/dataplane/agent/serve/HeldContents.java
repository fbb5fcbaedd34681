package io.ringrift.dataplane.agent.serve;

import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.PartialFile;
import io.ringrift.dataplane.agent.fetch.Pulls;
import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.FileStamp;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.agent.source.HoldingIndex;
import io.ringrift.dataplane.agent.source.OldSnapshots;
import io.ringrift.dataplane.agent.source.RefusedItemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.BitSet;
import java.util.Optional;

/** The contents that this node can hand out, each as it was when it was hashed. */
final class HeldContents {
  private final DataRoot root;
  private final HoldingIndex index;
  private final OldSnapshots old;
  private final Pulls pulls;

  HeldContents(DataRoot root, HoldingIndex index, OldSnapshots old, Pulls pulls) {
    this.root = root;
    this.index = index;
    this.old = old;
    this.pulls = pulls;
  }

  /** The item with this content, or {@code source_missing}. */
  Holding find(String itemId, String sha256) throws ApiException {
    Holding holding =
        index.find(itemId).orElseThrow(() -> missing("this node does not hold " + itemId));
    if (!holding.serves(sha256)) {
      Optional<Holding> replaced = old.read(itemId, sha256);
      if (replaced.isPresent()) {
        return replaced.get();
      }
      throw missing(
          holding.present()
              ? "this node holds %s with hash %s, %s"
                  .formatted(itemId, holding.content().sha256(), holding.content().validation())
              : "this node no longer holds " + itemId);
    }
    return holding;
  }

  /** Opens the file, if it still is the one that was hashed. */
  FileChannel open(Holding holding) throws ApiException {
    String itemId = holding.name().itemId();
    try {
      Path path = path(holding);
      FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      if (unchanged(holding, file, root.attributes(path))) {
        return file;
      }
      file.close();
    } catch (NoSuchFileException e) {
      throw missing(itemId + " is gone from the disk");
    } catch (IOException e) {
      throw new ApiException(
          ApiError.INTERNAL_ERROR, itemId + " can't be read: " + e, Reaction.OTHER_SOURCE, null, 0);
    }
    throw missing(itemId + " has changed since it was hashed");
  }

  /** What can be handed out of this content: all of it, or what has come so far and was checked. */
  Offer offer(String itemId, String sha256) throws ApiException {
    try {
      Holding holding = find(itemId, sha256);
      return new Offer(
          holding.content().stamp().size(), holding.content().contentTime(), open(holding), null);
    } catch (ApiException e) {
      Optional<FetchTask> coming =
          pulls
              .fetching(sha256)
              .filter(fetch -> fetch.order().name().itemId().equals(itemId))
              .filter(fetch -> !fetch.partial().checked().isEmpty());
      if (e.error() != ApiError.SOURCE_MISSING || coming.isEmpty()) {
        throw e;
      }
      return part(coming.get(), e);
    }
  }

  private static Offer part(FetchTask coming, ApiException missing) throws ApiException {
    PartialFile partial = coming.partial();
    BitSet checked = partial.checked();
    try {
      FileChannel file =
          FileChannel.open(partial.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      return new Offer(partial.size(), coming.sourceModified(), file, checked);
    } catch (IOException e) {
      // It is just being moved into place, or has been given up.
      throw missing;
    }
  }

  /** Where it lies. */
  Path path(Holding holding) throws ApiException, IOException {
    try {
      return root.file(holding);
    } catch (RefusedItemException e) {
      throw new ApiException(ApiError.BAD_REQUEST, e.getMessage());
    }
  }

  private static boolean unchanged(
      Holding holding, FileChannel file, BasicFileAttributes attributes) throws IOException {
    FileStamp hashed = holding.content().stamp();
    return attributes != null
        && FileStamp.of(attributes).equals(hashed)
        && file.size() == hashed.size();
  }

  static ApiException missing(String message) {
    return new ApiException(ApiError.SOURCE_MISSING, message, Reaction.OTHER_SOURCE, null, 0);
  }
}
