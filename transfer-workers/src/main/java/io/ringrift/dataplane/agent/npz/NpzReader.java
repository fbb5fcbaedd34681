package io.ringrift.dataplane.agent.npz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Judges an NPZ file.
 *
 * <p>Goals: say everything that is wrong with a file, each fault with the name of its entry; never
 * run anything from it; need the same memory for any size.
 *
 * <p>Constraints: pickled objects ({@code |O}) are named but their bytes are only checksummed.
 * Nothing is inflated beyond what the directory announces, and nothing that announces too much.
 *
 * <p>Algorithm: the zip directory is read from the end of the file; then the file is read once from
 * start to end, entry after entry in the order in which they lie there, each checked on the way:
 * local header, .npy header, length, NaN and infinity, CRC. A broken entry doesn't keep the others
 * from being read. At last the first dimensions are compared.
 */
public final class NpzReader {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final String ENDING = ".npy";
  private static final long SMALL_BYTES = 1 << 20;

  private final NpzLimits limits;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  /** Sees every block of the file once, in order. */
  @FunctionalInterface
  public interface Tap {
    void passed(ByteBuffer block) throws IOException, InterruptedException;
  }

  /** One reader for one file at a time. */
  public NpzReader(NpzLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads the whole file, whatever is wrong with it.
   *
   * @param file positioned at 0
   * @throws IOException if the disk fails; a damaged file is no exception but a report
   */
  public NpzReport read(FileChannel file, Tap tap) throws IOException, InterruptedException {
    ForwardReader in = new ForwardReader(file, tap);
    List<NpzArray> arrays = new ArrayList<>();
    List<NpzFault> faults = new ArrayList<>();
    try {
      for (ZipEntryInfo entry : entries(file)) {
        try {
          NpzArray array = array(in, entry, faults);
          if (array != null) {
            arrays.add(array);
          }
        } catch (DamagedException e) {
          faults.add(new NpzFault(entry.name(), e.getMessage()));
        }
      }
    } catch (DamagedException e) {
      faults.add(new NpzFault("", e.getMessage()));
    }
    in.drain();
    return new NpzReport(samples(arrays, faults), arrays, faults);
  }

  /** The entries in the order of the file, none of which overlaps another. */
  private List<ZipEntryInfo> entries(FileChannel file) throws IOException, DamagedException {
    ZipDirectory.Listing listing = ZipDirectory.read(file, limits.maxArrays());
    if (listing.entries().isEmpty()) {
      throw new DamagedException("archive holds no arrays");
    }
    List<ZipEntryInfo> entries = new ArrayList<>(listing.entries());
    entries.sort(Comparator.comparingLong(ZipEntryInfo::offset));
    Set<String> names = new HashSet<>();
    long end = 0;
    long bytes = 0;
    for (ZipEntryInfo entry : entries) {
      if (!names.add(entry.name())) {
        throw new DamagedException("archive has two entries " + entry.name());
      }
      if (entry.offset() < end || end == 0 && entry.offset() > 0) {
        throw new DamagedException(
            "entry " + entry.name() + " overlaps, or is preceded by, others");
      }
      end = entry.offset() + 1 + entry.compressedSize();
      bytes += entry.size();
      if (end < 0 || end > listing.start() || bytes < 0 || bytes > limits.maxBytes()) {
        throw new DamagedException(
            "entry %s reaches beyond the data, or the arrays are larger than %d bytes"
                .formatted(entry.name(), limits.maxBytes()));
      }
    }
    // Single arrays may be all zeros, which compress a thousandfold; a whole file of them is a
    // bomb.
    if (bytes > SMALL_BYTES && bytes / limits.maxRatio() > file.size()) {
      throw new DamagedException(
          "archive grows from %d to %d bytes, allowed is %d-fold"
              .formatted(file.size(), bytes, limits.maxRatio()));
    }
    return entries;
  }

  private NpzArray array(ForwardReader in, ZipEntryInfo entry, List<NpzFault> faults)
      throws IOException, InterruptedException, DamagedException {
    refuseUnreadable(entry);
    if (in.position() > entry.offset()) {
      throw new DamagedException("overlaps the entry before it");
    }
    in.skipTo(entry.offset());
    LocalHeader.check(in, entry);
    try (EntryData data = new EntryData(in, entry)) {
      if (!entry.name().endsWith(ENDING)) {
        data.finish(buffer);
        return null;
      }
      NpyHeader header = NpyHeader.read(data);
      Dtype dtype = Dtype.parse(header.descr());
      String name = entry.name().substring(0, entry.name().length() - ENDING.length());
      NpzArray array = new NpzArray(name, header.descr(), header.shape());
      try {
        checkData(data, header, dtype);
      } catch (DamagedException e) {
        // Its shape is known all the same and may explain more.
        faults.add(new NpzFault(entry.name(), e.getMessage()));
      }
      return array;
    }
  }

  private void refuseUnreadable(ZipEntryInfo entry) throws DamagedException {
    if (entry.encrypted()) {
      throw new DamagedException("is encrypted");
    }
    if (entry.method() == ZipEntryInfo.STORED) {
      if (entry.compressedSize() != entry.size()) {
        throw new DamagedException("is stored, but its two sizes differ");
      }
    } else if (entry.method() != ZipEntryInfo.DEFLATED) {
      throw new DamagedException("has compression method " + entry.method());
    }
  }

  private void checkData(EntryData data, NpyHeader header, Dtype dtype)
      throws IOException, InterruptedException, DamagedException {
    long elements = header.elements();
    if (!dtype.object() && bytes(elements, dtype) != data.left()) {
      throw new DamagedException(
          "shape %s of %s needs %s bytes, %d are there"
              .formatted(header.shape(), header.descr(), bytes(elements, dtype), data.left()));
    }
    FloatScan scan = dtype.floatBytes() > 0 ? new FloatScan(dtype) : null;
    while (data.left() > 0) {
      int read = data.read(buffer, 0, buffer.length);
      if (scan != null) {
        scan.look(buffer, read);
      }
    }
    data.finish(buffer);
    if (scan != null) {
      scan.throwIfFound();
    }
  }

  private static long bytes(long elements, Dtype dtype) {
    long product = elements * dtype.itemBytes();
    return Math.multiplyHigh(elements, dtype.itemBytes()) == 0 && product >= 0 ? product : -1;
  }

  private static OptionalLong samples(List<NpzArray> arrays, List<NpzFault> faults) {
    NpzArray leader =
        arrays.stream()
            .filter(NpzArray::countsSamples)
            .min(Comparator.comparing(array -> !array.name().equals("features")))
            .orElse(null);
    if (leader == null) {
      if (faults.isEmpty()) {
        faults.add(new NpzFault("", "archive holds no array of samples"));
      }
      return OptionalLong.empty();
    }
    for (NpzArray array : arrays) {
      if (array.countsSamples() && !array.shape().get(0).equals(leader.shape().get(0))) {
        faults.add(
            new NpzFault(
                array.name() + ENDING,
                "has %d rows, %s has %d"
                    .formatted(array.shape().get(0), leader.name(), leader.shape().get(0))));
      }
    }
    return OptionalLong.of(leader.shape().get(0));
  }
}
