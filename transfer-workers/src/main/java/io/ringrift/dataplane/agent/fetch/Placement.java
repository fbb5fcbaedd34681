package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.FileHash;
import io.ringrift.dataplane.agent.source.FileStamp;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.agent.source.HoldingIndex;
import io.ringrift.dataplane.agent.source.Validation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/** Where received items go, and what may stand there already. */
public final class Placement {
  private final DataRoot root;
  private final HoldingIndex index;

  public Placement(DataRoot root, HoldingIndex index) {
    this.root = root;
    this.index = index;
  }

  /** The register write for this content, if the node has it and knows so. */
  Optional<Holding> held(PullOrder order) throws IOException {
    Optional<Holding> held =
        index.find(order.name().itemId()).filter(holding -> holding.serves(order.sha256()));
    if (held.isEmpty()) {
      return held;
    }
    BasicFileAttributes attributes = root.attributes(root.file(held.get()));
    boolean unchanged =
        attributes != null && FileStamp.of(attributes).equals(held.get().content().stamp());
    return unchanged ? held : Optional.empty();
  }

  /**
   * Looks at a file that the index doesn't know: a crash after the rename leaves one, and it may be
   * just what is ordered.
   *
   * @throws FetchFailure if the pull was stopped meanwhile
   */
  Optional<Holding> recognise(PullOrder order, Pull pull) throws IOException, FetchFailure {
    Path file = root.locate(order.name());
    BasicFileAttributes attributes = root.attributes(file);
    if (attributes == null || attributes.size() != order.sizeBytes()) {
      return Optional.empty();
    }
    String sha256 =
        FileHash.of(
            file,
            bytes -> {
              pull.throwIfStopped();
              pull.prepared(bytes);
            });
    BasicFileAttributes after = root.attributes(file);
    boolean same =
        sha256.equals(order.sha256())
            && after != null
            && FileStamp.of(after).equals(FileStamp.of(attributes));
    return same ? Optional.of(register(order, after)) : Optional.empty();
  }

  /**
   * A file that nobody has looked at, or of which the cluster didn't know when it gave the order,
   * is never replaced: it may be newer than what is ordered.
   *
   * @throws FetchFailure if there is one
   */
  void refuseStranger(PullOrder order) throws IOException, FetchFailure {
    BasicFileAttributes attributes = root.attributes(root.locate(order.name()));
    if (attributes == null) {
      return;
    }
    Optional<Holding> held = index.find(order.name().itemId()).filter(Holding::present);
    if (held.isPresent() && held.get().content().snapshot() != null) {
      throw new FetchFailure(
          FailureCode.TARGET_IO,
          order.name().itemId() + ": a database that is in use stands there; it is not replaced");
    }
    boolean known =
        held.map(holding -> holding.content().stamp().equals(FileStamp.of(attributes)))
            .orElse(false);
    if (!known) {
      throw new FetchFailure(
          FailureCode.TARGET_CHANGED,
          order.name().itemId()
              + ": a file stands there that has not been hashed and reported; it is not replaced");
    }
    Content there = held.get().content();
    if (there.validation() != Validation.INVALID && !order.mayReplace(there.sha256())) {
      throw new FetchFailure(
          FailureCode.TARGET_CHANGED,
          "%s: %s stands there, of which the order didn't know; it is not replaced"
              .formatted(order.name().itemId(), there.sha256()));
    }
  }

  /** Moves a verified file into place: nobody ever sees it unverified or in part. */
  Holding place(PartialFile partial, PullOrder order, Instant sourceModified)
      throws IOException, FetchFailure {
    partial.force();
    Path file = root.locate(order.name());
    Files.createDirectories(file.getParent());
    root.locate(order.name());
    refuseStranger(order);
    if (sourceModified != null) {
      // The age of the content is the age at its source.
      Files.setLastModifiedTime(partial.path(), FileTime.from(sourceModified));
    }
    Files.move(
        partial.path(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(file.getParent());
    return register(order, root.attributes(file));
  }

  Path path(Holding holding) throws IOException {
    return root.file(holding);
  }

  private Holding register(PullOrder order, BasicFileAttributes attributes) {
    FileStamp stamp = FileStamp.of(attributes);
    return index.present(order.name(), Content.claimed(order.sha256(), stamp));
  }

  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
