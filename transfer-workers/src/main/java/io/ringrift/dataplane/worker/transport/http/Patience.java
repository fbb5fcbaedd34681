package io.ringrift.dataplane.worker.transport.http;

import java.time.Duration;

/**
 * How long a worker waits for a pull. Limits grow with the size: with fixed ones, large files never
 * arrived.
 *
 * @param stall without new bytes before the attempt fails; longer than the 30 s after which an
 *     agent itself gives up on a silent source, since the agent knows better what is wrong
 * @param slowest bytes a second below which, over the whole transfer, it fails as too slow
 */
public record Patience(Duration stall, long slowest) {
  public static final Patience DEFAULT = new Patience(Duration.ofSeconds(40), 256 << 10);

  /** What any transfer may take, however small the item. */
  private static final Duration LEAST = Duration.ofMinutes(2);

  /**
   * What a slow disk reads a second. An agent that resumes, or has all bytes, reads what it has to
   * hash it, and meanwhile no new bytes come; so does a program that reads before it says a word.
   */
  private static final long HASHED = 64 << 20;

  public Patience {
    if (stall.isNegative() || stall.isZero()) {
      throw new IllegalArgumentException("stall is " + stall + "; allowed: more than 0");
    }
    if (slowest < 1) {
      throw new IllegalArgumentException("slowest is " + slowest + "; allowed: 1 or more");
    }
  }

  /** How long nothing new may come where so many bytes are there, or are read without a word. */
  Duration stallAfter(long bytesRead) {
    return stall.plusSeconds(bytesRead / HASHED);
  }

  /** How long the transfer of so many bytes may take in all. */
  Duration whole(long sizeBytes) {
    return LEAST.plusSeconds(sizeBytes / slowest);
  }
}
