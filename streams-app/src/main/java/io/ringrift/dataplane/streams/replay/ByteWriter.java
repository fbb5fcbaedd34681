package io.ringrift.dataplane.streams.replay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;

/** Writes values one after another, each in one way only; null is said with a leading zero. */
final class ByteWriter {

  /** Of a number: 64 bits, seven a byte. */
  private static final int MOST_BYTES = 10;

  private byte[] buffer = new byte[512];
  private int size;

  void flag(boolean value) {
    room(1);
    buffer[size++] = (byte) (value ? 1 : 0);
  }

  /** Says whether the value is there, and tells. */
  boolean isThere(Object value) {
    flag(value != null);
    return value != null;
  }

  /** Seven bits a byte, the lowest first; small numbers, of which there are most, take one. */
  void number(long value) {
    room(MOST_BYTES);
    long left = value;
    while ((left & ~0x7FL) != 0) {
      buffer[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    buffer[size++] = (byte) left;
  }

  /** Null or text; its length in UTF-8, plus one, comes first. */
  void text(String value) {
    if (value == null) {
      number(0);
      return;
    }
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    number(utf8.length + 1L);
    room(utf8.length);
    System.arraycopy(utf8, 0, buffer, size, utf8.length);
    size += utf8.length;
  }

  void time(Instant value) {
    if (isThere(value)) {
      number(value.toEpochMilli());
    }
  }

  void optional(Long value) {
    if (isThere(value)) {
      number(value);
    }
  }

  void optional(Double value) {
    if (isThere(value)) {
      bits(Double.doubleToLongBits(value));
    }
  }

  private void bits(long value) {
    room(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
  }

  /** Forgets what was written. */
  void clear() {
    size = 0;
  }

  /** Gives what was written to a hash. */
  void update(MessageDigest hash) {
    hash.update(buffer, 0, size);
  }

  byte[] bytes() {
    return Arrays.copyOf(buffer, size);
  }

  private void room(int bytes) {
    if (size + bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + bytes));
    }
  }
}
