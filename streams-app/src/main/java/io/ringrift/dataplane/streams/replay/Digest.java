package io.ringrift.dataplane.streams.replay;

import io.ringrift.dataplane.streams.manifest.Item;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Fingerprint of a manifest: the sum modulo 2^256 of the SHA-256 of each item's {@link ItemBytes}.
 *
 * <p>A sum, so that it doesn't depend on the order of the items, and parts of a manifest can be
 * added up. It covers every replica register, every content and what events said; what is derived
 * from them and from the nodes is not part of it. It is meant to find accidents; a sum of hashes
 * withstands no one who chooses items to collide.
 *
 * @param items how many items it covers
 */
public record Digest(BigInteger sum, long items) {

  public static final Digest EMPTY = new Digest(BigInteger.ZERO, 0);

  private static final int BITS = 256;
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(BITS);

  public Digest plus(Digest other) {
    return new Digest(sum.add(other.sum).mod(MODULUS), items + other.items);
  }

  /** 64 hex digits. */
  public String hex() {
    return "%064x".formatted(sum);
  }

  /** Adds items up; for one thread. */
  public static final class Sum {

    private final MessageDigest sha256 = sha256();
    private final ByteWriter bytes = new ByteWriter();
    private BigInteger sum = BigInteger.ZERO;
    private long items;

    /** Adds an item; null adds nothing. */
    public void add(Item item) {
      if (item != null) {
        bytes.clear();
        ItemBytes.write(bytes, item);
        bytes.update(sha256);
        sum = sum.add(new BigInteger(1, sha256.digest()));
        items++;
      }
    }

    /** Of all that were added. */
    public Digest digest() {
      return new Digest(sum.mod(MODULUS), items);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
