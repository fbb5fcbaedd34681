package io.ringrift.dataplane.local.demo;

import io.ringrift.dataplane.agent.npz.NpzWriter;
import io.ringrift.dataplane.agent.npz.TrainingNpz;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An NPZ file of the demo.
 *
 * @param node at whose agent it lies
 * @param itemId path below the node's data folder
 * @param bytes its size, about
 * @param quality as its exporter judges it
 * @param damaged whether a byte of an array is changed after it was written
 */
record DemoFile(
    String node, String itemId, String configKey, long bytes, double quality, boolean damaged) {
  static final long MIB = 1 << 20;

  static DemoFile sound(String node, String itemId, String configKey, long mib, double quality) {
    return new DemoFile(node, itemId, configKey, mib * MIB, quality, false);
  }

  static DemoFile damaged(String node, String itemId, String configKey, long mib, double quality) {
    return new DemoFile(node, itemId, configKey, mib * MIB, quality, true);
  }

  /** The same content at another node. */
  DemoFile alsoAt(String otherNode) {
    return new DemoFile(otherNode, itemId, configKey, bytes, quality, damaged);
  }

  String name() {
    return itemId.substring(itemId.lastIndexOf('/') + 1);
  }

  long samples() {
    return npz().samples();
  }

  /** Writes it below the node's data folder, as an exporter would: complete, then renamed. */
  Path writeTo(Path dataFolder) throws IOException {
    Path file = dataFolder.resolve(itemId);
    if (!damaged) {
      npz().writeTo(file);
      return file;
    }
    Path elsewhere = dataFolder.resolveSibling(node + "-" + name() + ".tmp");
    npz().writeTo(elsewhere);
    flipByteInTheMiddle(elsewhere);
    Files.createDirectories(file.getParent());
    return Files.move(elsewhere, file);
  }

  private TrainingNpz npz() {
    return new TrainingNpz(bytes, itemId.hashCode(), NpzWriter.Storage.STORED);
  }

  /** Size and directory of the archive stay right: only who reads the arrays can see it. */
  private static void flipByteInTheMiddle(Path file) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      long middle = access.length() / 2;
      access.seek(middle);
      int original = access.read();
      access.seek(middle);
      access.write(original ^ 0xff);
    }
  }
}
