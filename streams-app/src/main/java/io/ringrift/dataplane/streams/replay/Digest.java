package io.ringrift.dataplane.streams.replay;

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

  /** The digest with one more item. */
  public Digest plus(byte[] itemBytes) {
    return new Digest(sum.add(new BigInteger(1, sha256(itemBytes))).mod(MODULUS), items + 1);
  }

  public Digest plus(Digest other) {
    return new Digest(sum.add(other.sum).mod(MODULUS), items + other.items);
  }

  /** 64 hex digits. */
  public String hex() {
    return "%064x".formatted(sum);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
