package io.ringrift.dataplane.agent.npz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/** Small NPZ files, good and bad, as bytes. */
final class NpzBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final NpzWriter writer;

  NpzBytes(NpzWriter.Storage storage) {
    this.writer = new NpzWriter(bytes, storage);
  }

  NpzBytes array(String name, String descr, List<Long> shape, byte[] data) {
    try {
      writer.array(name, descr, shape, out -> out.write(data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  NpzBytes entry(String name, byte[] data) {
    try {
      writer.entry(name, out -> out.write(data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  byte[] build() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A .npy of which every part is given. */
  static byte[] npy(int version, String dict, byte[] data) {
    byte[] text = dict.getBytes(StandardCharsets.UTF_8);
    ByteBuffer npy =
        ByteBuffer.allocate(6 + 2 + 4 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    npy.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    npy.put((byte) version).put((byte) 0);
    if (version == 1) {
      npy.putShort((short) text.length);
    } else {
      npy.putInt(text.length);
    }
    npy.put(text).put(data);
    byte[] exact = new byte[npy.position()];
    npy.flip().get(exact);
    return exact;
  }

  /** One stored entry in an archive where every size that can stand in a zip64 field does. */
  static byte[] zip64(String entryName, byte[] data) {
    byte[] name = entryName.getBytes(StandardCharsets.UTF_8);
    CRC32 crc = new CRC32();
    crc.update(data);
    ByteBuffer zip = ByteBuffer.allocate(512 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    zip.putInt(0x04034b50).putShort((short) 45).putShort((short) 0).putShort((short) 0).putInt(0);
    zip.putInt((int) crc.getValue()).putInt(-1).putInt(-1);
    zip.putShort((short) name.length).putShort((short) 20).put(name);
    zip.putShort((short) 1).putShort((short) 16).putLong(data.length).putLong(data.length);
    zip.put(data);
    int directory = zip.position();
    zip.putInt(0x02014b50).putShort((short) 45).putShort((short) 45).putShort((short) 0);
    zip.putShort((short) 0).putInt(0).putInt((int) crc.getValue()).putInt(-1).putInt(-1);
    zip.putShort((short) name.length).putShort((short) 28).putShort((short) 0);
    zip.putShort((short) 0).putShort((short) 0).putInt(0).putInt(-1).put(name);
    zip.putShort((short) 1).putShort((short) 24).putLong(data.length).putLong(data.length);
    zip.putLong(0);
    int end = zip.position();
    zip.putInt(0x06064b50)
        .putLong(44)
        .putShort((short) 45)
        .putShort((short) 45)
        .putInt(0)
        .putInt(0);
    zip.putLong(1).putLong(1).putLong(end - directory).putLong(directory);
    zip.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
    zip.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
    zip.putShort((short) -1).putShort((short) -1).putInt(-1).putInt(-1).putShort((short) 0);
    byte[] exact = new byte[zip.position()];
    zip.flip().get(exact);
    return exact;
  }

  static byte[] floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return buffer.array();
  }
}
