package io.ringrift.dataplane.worker.grant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a file as it is now: keys are changed by writing the file anew, without a restart.
 * While the file can't be read the keys that were read before stand. Thread-safe.
 */
public final class PublicKeyFile implements Supplier<Map<String, PublicKey>> {
  private static final Logger LOG = LoggerFactory.getLogger(PublicKeyFile.class);
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final Path file;
  private final LongSupplier nanoTime;
  private Map<String, PublicKey> keys;
  private FileTime modified;
  private long lookedAt;

  /**
   * Reads the file.
   *
   * @param nanoTime as {@link System#nanoTime}; the file is looked at once a second at most
   * @throws IOException as {@link GrantKeys#loadPublic}
   */
  public PublicKeyFile(Path file, LongSupplier nanoTime) throws IOException {
    this.file = file;
    this.nanoTime = nanoTime;
    this.modified = Files.getLastModifiedTime(file);
    this.keys = GrantKeys.loadPublic(file);
    this.lookedAt = nanoTime.getAsLong();
  }

  @Override
  public synchronized Map<String, PublicKey> get() {
    long now = nanoTime.getAsLong();
    if (now - lookedAt >= LOOK_NANOS) {
      lookedAt = now;
      look();
    }
    return keys;
  }

  private void look() {
    try {
      FileTime time = Files.getLastModifiedTime(file);
      if (!time.equals(modified)) {
        modified = time;
        keys = GrantKeys.loadPublic(file);
        LOG.info("Grants are accepted from the keys {}, read from {}", keys.keySet(), file);
      }
    } catch (IOException e) {
      LOG.warn("{} can't be read, the keys {} stand: {}", file, keys.keySet(), e.getMessage());
    }
  }
}
