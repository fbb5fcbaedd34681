package io.ringrift.dataplane.agent.source;

import io.ringrift.dataplane.agent.limit.TokenBucket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files. */
public final class FileHash {
  /** Large enough for the disk, small enough for the processor's cache. */
  private static final int BUFFER_BYTES = 256 * 1024;

  private FileHash() {}

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** Lower-case hex digits of a finished digest. */
  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Reads a whole file at the given rate; links are not followed. */
  public static String of(Path file, TokenBucket rate) throws IOException, InterruptedException {
    return of(file, rate::take);
  }

  /**
   * Is asked after each portion of a file.
   *
   * @param <E> thrown to end the reading
   */
  @FunctionalInterface
  public interface Reading<E extends Exception> {
    void read(long bytes) throws E;
  }

  /** Reads a whole file, unless it is told to end; links are not followed. */
  public static <E extends Exception> String of(Path file, Reading<E> reading)
      throws IOException, E {
    MessageDigest digest = sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel in =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      while (in.read(buffer.clear()) >= 0) {
        int read = buffer.flip().remaining();
        digest.update(buffer);
        reading.read(read);
      }
    }
    return hex(digest);
  }
}
