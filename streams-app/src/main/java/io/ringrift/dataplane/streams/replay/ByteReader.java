package io.ringrift.dataplane.streams.replay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Reads what {@link ByteWriter} wrote. */
final class ByteReader {

  private final byte[] bytes;
  private final ByteBuffer buffer;

  ByteReader(byte[] bytes) {
    this.bytes = bytes;
    this.buffer = ByteBuffer.wrap(bytes);
  }

  boolean atEnd() {
    return !buffer.hasRemaining();
  }

  boolean flag() {
    return buffer.get() == 1;
  }

  boolean isThere() {
    return flag();
  }

  long number() {
    long value = 0;
    int shift = 0;
    byte next = buffer.get();
    while (next < 0) {
      value |= (next & 0x7FL) << shift;
      shift += 7;
      next = buffer.get();
    }
    return value | (long) next << shift;
  }

  String text() {
    int length = (int) number() - 1;
    if (length < 0) {
      return null;
    }
    String text = new String(bytes, buffer.position(), length, StandardCharsets.UTF_8);
    buffer.position(buffer.position() + length);
    return text;
  }

  Instant time() {
    return isThere() ? Instant.ofEpochMilli(number()) : null;
  }

  Long optionalLong() {
    return isThere() ? Long.valueOf(number()) : null;
  }

  Double optionalDouble() {
    return isThere() ? Double.valueOf(Double.longBitsToDouble(buffer.getLong())) : null;
  }
}
