package io.ringrift.dataplane.agent.npz;

/**
 * What the central directory says of an entry.
 *
 * @param offset of its local header
 */
record ZipEntryInfo(
    String name,
    boolean encrypted,
    int method,
    long crc,
    long compressedSize,
    long size,
    long offset) {
  static final int STORED = 0;
  static final int DEFLATED = 8;
}
