package io.ringrift.dataplane.agent.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The {@link ChunkHashes} of this node's contents. A list is made when somebody first asks for it,
 * which costs a look at the whole file, and kept as a file that is named after the content.
 * Thread-safe.
 */
public final class ChunkLists {
  /** Smaller contents are fetched from one source: the hash of the whole is check enough. */
  public static final long FROM_BYTES = 32L << 20;

  private static final int BUFFER_BYTES = 256 * 1024;

  private final Path folder;
  private final Executor executor;
  private final Clock clock;
  private final Map<String, FutureTask<ChunkHashes>> underWay = new HashMap<>();

  /**
   * @param folder of this agent's own, where lists are kept
   * @param executor makes lists
   */
  public ChunkLists(Path folder, Executor executor, Clock clock) {
    this.folder = folder;
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * The list of a content that lies in a file.
   *
   * @param patience how long to wait for a list that has to be made
   * @return empty: it is still being made
   * @throws IOException if the file can't be read, or has not the hash under which it is held
   */
  public Optional<ChunkHashes> find(Content content, Path file, Duration patience)
      throws IOException, InterruptedException {
    String sha256 = content.sha256();
    FutureTask<ChunkHashes> making;
    synchronized (this) {
      Optional<ChunkHashes> kept = read(sha256, content.stamp().size());
      if (kept.isPresent()) {
        return kept;
      }
      making = underWay.get(sha256);
      if (making == null) {
        making = new FutureTask<>(() -> make(content, file));
        underWay.put(sha256, making);
        executor.execute(making);
      }
    }
    try {
      return Optional.of(making.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  /** Keeps a list that the hash of the whole has proven. */
  public synchronized void keep(String sha256, ChunkHashes list) throws IOException {
    Files.createDirectories(folder);
    byte[] hashes = list.bytes();
    MessageDigest digest = FileHash.sha256();
    byte[] sealed = Arrays.copyOf(hashes, hashes.length + digest.getDigestLength());
    System.arraycopy(digest.digest(hashes), 0, sealed, hashes.length, digest.getDigestLength());
    Path fresh = folder.resolve(sha256 + ".new");
    Files.write(fresh, sealed);
    Files.move(fresh, folder.resolve(sha256), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes lists that nobody has asked for since {@code before}. */
  public synchronized void removeOlder(Instant before) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** A list that this disk has spoilt would accuse honest nodes: it is made anew instead. */
  private Optional<ChunkHashes> read(String sha256, long size) throws IOException {
    Path file = folder.resolve(sha256);
    byte[] sealed;
    try {
      sealed = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    int length = ChunkHashes.length(size);
    MessageDigest digest = FileHash.sha256();
    if (sealed.length != length + digest.getDigestLength()) {
      return Optional.empty();
    }
    byte[] hashes = Arrays.copyOf(sealed, length);
    if (!Arrays.equals(digest.digest(hashes), Arrays.copyOfRange(sealed, length, sealed.length))) {
      return Optional.empty();
    }
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    return Optional.of(new ChunkHashes(hashes, size));
  }

  private ChunkHashes make(Content content, Path file) throws IOException {
    try {
      long size = content.stamp().size();
      MessageDigest whole = FileHash.sha256();
      ChunkHashes.Maker maker = new ChunkHashes.Maker(size);
      byte[] buffer = new byte[BUFFER_BYTES];
      long left = size;
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        int read = in.read(buffer);
        while (read >= 0 && left >= read) {
          whole.update(buffer, 0, read);
          maker.update(buffer, read);
          left -= read;
          read = in.read(buffer);
        }
      }
      if (left != 0 || !FileHash.hex(whole).equals(content.sha256())) {
        throw new IOException("the file has not the hash under which it is held");
      }
      ChunkHashes list = maker.list(size);
      keep(content.sha256(), list);
      return list;
    } finally {
      synchronized (this) {
        underWay.remove(content.sha256());
      }
    }
  }
}
