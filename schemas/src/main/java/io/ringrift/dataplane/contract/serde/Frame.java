package io.ringrift.dataplane.contract.serde;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * Confluent's frame around an Avro body, and the buffer that it is built in: like
 * ByteArrayOutputStream, without its locks.
 */
final class Frame extends OutputStream {

  /** First byte, followed by a 4-byte big-endian schema id. */
  static final byte MAGIC_ID = 0;

  /** First byte, followed by the 16 bytes of a schema GUID. */
  static final byte MAGIC_GUID = 1;

  static final int ID_HEADER_BYTES = 1 + Integer.BYTES;
  static final int GUID_HEADER_BYTES = 1 + 2 * Long.BYTES;

  private static final int INITIAL_BYTES = 1024;

  /** A larger buffer isn't kept: one giant record must not stay in memory for every thread. */
  private static final int KEPT_BYTES = 1 << 20;

  private byte[] buffer = new byte[INITIAL_BYTES];
  private int length;

  /** Forgets what was written and writes the header. */
  void start(int schemaId) {
    buffer[0] = MAGIC_ID;
    buffer[1] = (byte) (schemaId >>> 24);
    buffer[2] = (byte) (schemaId >>> 16);
    buffer[3] = (byte) (schemaId >>> 8);
    buffer[4] = (byte) schemaId;
    length = ID_HEADER_BYTES;
  }

  /** A copy of header and body. */
  byte[] take() {
    byte[] taken = Arrays.copyOf(buffer, length);
    if (buffer.length > KEPT_BYTES) {
      buffer = new byte[INITIAL_BYTES];
    }
    return taken;
  }

  @Override
  public void write(int b) {
    ensure(1);
    buffer[length++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    ensure(count);
    System.arraycopy(bytes, offset, buffer, length, count);
    length += count;
  }

  private void ensure(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
