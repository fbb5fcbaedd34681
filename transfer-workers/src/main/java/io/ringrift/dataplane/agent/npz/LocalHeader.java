package io.ringrift.dataplane.agent.npz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The header before the data of an entry; must agree with the directory. */
final class LocalHeader {
  static final int SIGNATURE = 0x04034b50;

  private static final int BYTES = 30;
  private static final int FLAG_SIZES_FOLLOW = 8;
  private static final long NARROW_MAX = 0xffffffffL;

  private LocalHeader() {}

  /** Reads the header; the reader then stands at the first byte of data. */
  static void check(ForwardReader in, ZipEntryInfo entry)
      throws IOException, InterruptedException, DamagedException {
    byte[] bytes = new byte[BYTES];
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (in.read(bytes, 0, BYTES) < BYTES || header.getInt(0) != SIGNATURE) {
      throw new DamagedException("no zip entry at " + entry.offset() + ", where it should be");
    }
    int flags = header.getShort(6) & 0xffff;
    int method = header.getShort(8) & 0xffff;
    byte[] name = new byte[header.getShort(26) & 0xffff];
    int extraBytes = header.getShort(28) & 0xffff;
    in.read(name, 0, name.length);
    if (!new String(name, StandardCharsets.UTF_8).equals(entry.name())
        || method != entry.method()) {
      throw new DamagedException("name or method differs between entry and zip directory");
    }
    if ((flags & FLAG_SIZES_FOLLOW) == 0
        && !(agrees(header, 14, entry.crc())
            && agrees(header, 18, entry.compressedSize())
            && agrees(header, 22, entry.size()))) {
      throw new DamagedException("CRC or size differs between entry and zip directory");
    }
    in.skipTo(entry.offset() + BYTES + name.length + extraBytes);
  }

  private static boolean agrees(ByteBuffer header, int at, long expected) {
    long value = header.getInt(at) & NARROW_MAX;
    // All ones: the value stands in the zip64 field, and the directory has it from its own.
    return value == expected || value == NARROW_MAX;
  }
}
