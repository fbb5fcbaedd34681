package io.ringrift.dataplane.agent.fetch.s3;

import io.ringrift.dataplane.agent.fetch.OldPartials;
import io.ringrift.dataplane.agent.s3.BucketItems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What this node has left in the bucket for others: a small file each, named after the content,
 * with the operations that want it, written before the bucket is touched. So an object goes when
 * the last of its operations lets it go, and one that a crash left behind is found.
 */
public final class Relays {
  private final BucketItems items;
  private final Path folder;

  public Relays(BucketItems items, Path folder) throws IOException {
    this.items = items;
    this.folder = Files.createDirectories(folder);
  }

  /** The operation wants this content there, from now until it lets it go. */
  synchronized void hold(String sha256, String operationId) throws IOException {
    Files.write(
        folder.resolve(sha256),
        List.of(operationId),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** The operation needs it no more: if no other does, the object goes. */
  synchronized void letGo(String sha256, String operationId) throws IOException {
    Path file = folder.resolve(sha256);
    if (!Files.exists(file)) {
      return;
    }
    Set<String> left = new LinkedHashSet<>(Files.readAllLines(file));
    left.remove(operationId);
    if (left.isEmpty()) {
      remove(file);
    } else {
      Files.write(file, left);
    }
  }

  /** Those that nobody has held since {@code before}, save those to keep. */
  public List<Path> idle(Instant before, Predicate<String> keep) throws IOException {
    return OldPartials.older(folder, before, keep);
  }

  /**
   * Removes the objects that nobody has held since {@code before}.
   *
   * @param keep whether the content of this hash is to be kept
   * @return how many
   */
  public synchronized int sweep(Instant before, Predicate<String> keep) throws IOException {
    List<Path> idle = idle(before, keep);
    for (Path file : idle) {
      remove(file);
    }
    return idle.size();
  }

  private void remove(Path file) throws IOException {
    String key = items.relayKey(file.getFileName().toString());
    items.client().deleteObject(request -> request.bucket(items.bucket()).key(key));
    Files.delete(file);
  }
}
