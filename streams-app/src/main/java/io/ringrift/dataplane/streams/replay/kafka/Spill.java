package io.ringrift.dataplane.streams.replay.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;

/**
 * Records on disk in parts by the hash of an item's id, so that all that speak of an item lie in
 * one part and a part fits into memory: the partitioning of a hash join.
 *
 * <p>Records of one id that one thread puts stay in their order. Safe for use by many threads. In
 * memory are 8 MiB, and while parts are taken one of at most 8 MiB for each spill and thread.
 */
final class Spill implements AutoCloseable {

  /** One byte of the hash a level. */
  private static final int PARTS = 256;

  private static final int LEVELS = Integer.BYTES;

  /** A part with more is split again before it is taken. */
  private static final long PART_BYTES = 8L * 1024 * 1024;

  private final List<String> topics;
  private final Map<String, Byte> numbers = new HashMap<>();
  private final Path folder;
  private final int level;
  private final long partBytes;
  private final SpillPart[] parts;

  /**
   * @param folder is made; what lies there is gone when this is closed
   * @param topics of the records that will be put
   */
  Spill(Path folder, Collection<String> topics) {
    this(folder, topics, PART_BYTES);
  }

  /**
   * @param partBytes above which a part is split
   */
  Spill(Path folder, Collection<String> topics, long partBytes) {
    this(folder, List.copyOf(topics), 0, partBytes);
  }

  private Spill(Path folder, List<String> topics, int level, long partBytes) {
    this.topics = topics;
    topics.forEach(topic -> numbers.put(topic, (byte) numbers.size()));
    this.folder = folder;
    this.level = level;
    this.partBytes = partBytes;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw SpillPart.failed(folder, e);
    }
    this.parts =
        IntStream.range(0, PARTS)
            .mapToObj(i -> new SpillPart(folder.resolve(Integer.toString(i)), topics))
            .toArray(SpillPart[]::new);
  }

  /** Of an item's id. */
  static int hash(byte[] itemId) {
    return Utils.murmur2(itemId);
  }

  /**
   * Keeps a record.
   *
   * @param hash of the item's id, which needn't be the record's key
   * @param mark comes back with it
   */
  void put(int hash, boolean mark, ConsumerRecord<byte[], byte[]> record) {
    part(hash).put(hash, numbers.get(record.topic()), mark, record);
  }

  private void put(int hash, ByteBuffer entry) {
    part(hash).put(entry);
  }

  /** The highest byte of the hash first. */
  private SpillPart part(int hash) {
    return parts[hash >>> Byte.SIZE * (LEVELS - 1 - level) & PARTS - 1];
  }

  /**
   * Takes all parts; they stay as they are.
   *
   * @param taker called by several threads at once
   */
  void inParts(int threads, Consumer<SpillGroups> taker) {
    sideBySide(threads, List.of(this), taker);
  }

  /**
   * Takes the parts of several spills, those with the same hashes together. They stay as they are.
   *
   * @param taker called by several threads at once
   */
  static void sideBySide(int threads, List<Spill> spills, Consumer<SpillGroups> taker) {
    SharedWork.run(
        Math.min(threads, fitting(spills)),
        IntStream.range(0, PARTS).boxed().toList(),
        next -> {
          for (Integer part = next.get(); part != null; part = next.get()) {
            take(spills, part, taker);
          }
        });
  }

  /** Threads whose parts together take a quarter of the heap. */
  private static int fitting(List<Spill> spills) {
    long each = spills.stream().mapToLong(spill -> spill.partBytes).sum();
    return (int) Math.max(1, Runtime.getRuntime().maxMemory() / 4 / each);
  }

  private static void take(List<Spill> spills, int index, Consumer<SpillGroups> taker) {
    List<SpillPart> parts = spills.stream().map(spill -> spill.parts[index]).toList();
    parts.forEach(SpillPart::flush);
    Spill any = spills.get(0);
    if (parts.stream().allMatch(part -> part.bytes() <= any.partBytes)) {
      taker.accept(SpillGroups.inMemory(parts));
    } else if (any.level == LEVELS - 1) {
      taker.accept(SpillGroups.ofOneHash(parts));
    } else {
      List<Spill> finer = spills.stream().map(spill -> spill.split(index)).toList();
      for (int i = 0; i < PARTS; i++) {
        take(finer, i, taker);
      }
      finer.forEach(Spill::close);
    }
  }

  private Spill split(int index) {
    Path finer = folder.resolve(index + "-split");
    Spill split = new Spill(finer, topics, level + 1, partBytes);
    parts[index].entries(split::put);
    return split;
  }

  @Override
  public void close() {
    Arrays.stream(parts).forEach(SpillPart::delete);
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw SpillPart.failed(folder, e);
    }
  }
}
