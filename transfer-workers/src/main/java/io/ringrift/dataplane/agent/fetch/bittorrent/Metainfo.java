package io.ringrift.dataplane.agent.fetch.bittorrent;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * What a swarm is about: one file, by the SHA-1 of its pieces (BitTorrent v1, BEP 3; private, BEP
 * 27).
 *
 * <p>Whoever knows the info hash can join the swarm. It is therefore a secret: it depends on random
 * bytes, the salt, that are told only to who has a grant for the content. The SHA-1 of the pieces
 * guards against damage on the way, not against malice: that is for the SHA-256 of the whole.
 */
public final class Metainfo {
  /**
   * Bytes of a piece. Small, since a piece is the least that can be resumed and handed on; 89 GB,
   * the largest item there is, have 1.7 MB of hashes.
   */
  public static final int PIECE_BYTES = 1 << 20;

  private static final int SHA1_BYTES = 20;
  private static final int SALT_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String sha256;
  private final long sizeBytes;
  private final String salt;
  private final byte[] pieces;
  private final Map<String, Object> info;
  private final String infoHash;

  /**
   * @param sha256 of the whole content; the name of the file in the swarm
   * @param sizeBytes 1 or more: an empty file has no swarm
   * @param salt 32 hex digits
   * @param pieces the SHA-1 of each, one after the other
   * @throws IllegalArgumentException if these don't fit together; names the field
   */
  public Metainfo(String sha256, long sizeBytes, String salt, byte[] pieces) {
    require(sizeBytes > 0, "size_bytes is " + sizeBytes + ", allowed is 1 or more");
    require(
        salt.matches("[0-9a-f]{%d}".formatted(2 * SALT_BYTES)),
        "salt has %d characters, allowed are %d hex digits"
            .formatted(salt.length(), 2 * SALT_BYTES));
    long expected = SHA1_BYTES * ((sizeBytes + PIECE_BYTES - 1) / PIECE_BYTES);
    require(
        pieces.length == expected,
        "pieces has %d bytes, allowed for %d bytes of content are %d"
            .formatted(pieces.length, sizeBytes, expected));
    this.sha256 = sha256;
    this.sizeBytes = sizeBytes;
    this.salt = salt;
    this.pieces = pieces.clone();
    this.info = info();
    this.infoHash = HexFormat.of().formatHex(sha1().digest(Bencode.of(info)));
  }

  /**
   * Reads a file to hash its pieces, and gives it a new salt.
   *
   * @param file of {@code sizeBytes}
   * @param read told the bytes read so far
   * @throws IOException if it can't be read or ends too early
   */
  public static Metainfo of(FileChannel file, String sha256, long sizeBytes, LongConsumer read)
      throws IOException {
    byte[] secret = new byte[SALT_BYTES];
    RANDOM.nextBytes(secret);
    ByteBuffer hashes =
        ByteBuffer.allocate(
            Math.toIntExact(SHA1_BYTES * ((sizeBytes + PIECE_BYTES - 1) / PIECE_BYTES)));
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    MessageDigest sha1 = sha1();
    for (long at = 0; at < sizeBytes; at += piece.limit()) {
      piece.clear().limit((int) Math.min(PIECE_BYTES, sizeBytes - at));
      while (piece.hasRemaining()) {
        if (file.read(piece, at + piece.position()) < 0) {
          throw new IOException("it ends before %d bytes".formatted(sizeBytes));
        }
      }
      sha1.update(piece.flip());
      hashes.put(sha1.digest());
      read.accept(at + piece.limit());
    }
    return new Metainfo(sha256, sizeBytes, HexFormat.of().formatHex(secret), hashes.array());
  }

  public String sha256() {
    return sha256;
  }

  public long sizeBytes() {
    return sizeBytes;
  }

  /** What makes the info hash a secret; 32 hex digits. */
  public String salt() {
    return salt;
  }

  /** The SHA-1 of each piece, one after the other. */
  public byte[] pieces() {
    return pieces.clone();
  }

  /** 40 hex digits; with it one can join. */
  public String infoHash() {
    return infoHash;
  }

  /**
   * The file that BitTorrent programs take.
   *
   * @param announce where the tracker is; null: none is asked
   */
  byte[] torrent(URI announce) {
    Map<String, Object> torrent = new LinkedHashMap<>();
    torrent.put("info", info);
    if (announce != null) {
      torrent.put("announce", announce.toString());
    }
    return Bencode.of(torrent);
  }

  private Map<String, Object> info() {
    return Map.of(
        "length", sizeBytes,
        "name", sha256,
        "piece length", PIECE_BYTES,
        "pieces", pieces,
        "private", 1,
        // The customary place for what is to make an info hash differ.
        "source", salt);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  private static void require(boolean ok, String message) {
    if (!ok) {
      throw new IllegalArgumentException(message);
    }
  }
}
