package io.ringrift.dataplane.agent.npz;

import static io.ringrift.dataplane.agent.npz.NpzWriter.Storage.DEFLATED;
import static io.ringrift.dataplane.agent.npz.NpzWriter.Storage.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzReaderTest {
  private static final NpzLimits LIMITS = new NpzLimits(64 << 20, 400, 100);
  private static final byte[] TWO = NpzBytes.floats(0.25f, 0.5f);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(NpzWriter.Storage.class)
  void acceptsAnExportAndHashesItOnTheWay(NpzWriter.Storage storage) throws Exception {
    TrainingNpz export = new TrainingNpz(1 << 20, 7, storage);
    Path file = folder.resolve("export.npz");
    export.writeTo(file);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");

    NpzReport report;
    try (FileChannel in = FileChannel.open(file)) {
      report = new NpzReader(LIMITS).read(in, digest::update);
    }

    assertThat(report.faults()).isEmpty();
    assertThat(report.samples()).isEqualTo(OptionalLong.of(export.samples()));
    assertThat(report.arrays()).hasSize(6);
    assertThat(report.arrays().get(0))
        .isEqualTo(new NpzArray("features", "<f4", List.of(export.samples(), 14L, 8L, 8L)));
    assertThat(digest.digest())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  @ParameterizedTest
  @CsvSource({
    "<f2, 2, 007e, '1 NaN and 0 infinite of 4 numbers, the first at 2'",
    "<f2, 2, 00fc, '0 NaN and 1 infinite of 4 numbers, the first at 2'",
    ">f2, 2, 7c00, '0 NaN and 1 infinite of 4 numbers, the first at 2'",
    "<f4, 4, 0000c07f, '1 NaN and 0 infinite of 4 numbers, the first at 2'",
    ">f4, 4, 7f800000, '0 NaN and 1 infinite of 4 numbers, the first at 2'",
    "<f8, 8, 000000000000f8ff, '1 NaN and 0 infinite of 4 numbers, the first at 2'",
    ">f8, 8, 7ff0000000000000, '0 NaN and 1 infinite of 4 numbers, the first at 2'",
  })
  void findsNanAndInfinityInEveryFloatType(String descr, int width, String hex, String message)
      throws Exception {
    byte[] data = new byte[4 * width];
    System.arraycopy(HexFormat.of().parseHex(hex), 0, data, 2 * width, width);

    assertFaults(
        new NpzBytes(STORED).array("values", descr, List.of(4L), data).build(),
        "values.npy: " + message);
  }

  @Test
  void acceptsTheLargestFiniteNumbers() throws Exception {
    byte[] data = NpzBytes.floats(Float.MAX_VALUE, -Float.MIN_VALUE);

    assertFaults(new NpzBytes(STORED).array("values", "<f4", List.of(2L), data).build());
  }

  @Test
  void namesObjectArraysAndNeverReadsThem() throws Exception {
    // What pickle would run: os.system("...").
    byte[] pickle = "cos\nsystem\n(S'false'\ntR.".getBytes(StandardCharsets.US_ASCII);

    NpzReport report =
        read(
            new NpzBytes(STORED)
                .array("features", "<f4", List.of(2L), TWO)
                .array("policy_indices", "|O", List.of(2L), pickle)
                .build());

    assertThat(report.faults()).isEmpty();
    assertThat(report.arrays()).contains(new NpzArray("policy_indices", "|O", List.of(2L)));
  }

  @Test
  void comparesFirstDimensionsExceptOfScalarsAndMetadata() throws Exception {
    assertFaults(
        new NpzBytes(STORED)
            .array("board_size", "<i8", List.of(), new byte[8])
            .array("values", "<f4", List.of(1L), NpzBytes.floats(1))
            .array("features", "<f4", List.of(2L, 1L), TWO)
            .array("policy_values", "|O", List.of(3L), new byte[9])
            .array("metadata", "|S3", List.of(7L), new byte[21])
            .build(),
        "values.npy: has 1 rows, features has 2",
        "policy_values.npy: has 3 rows, features has 2");
  }

  @Test
  void refusesStructuredTypesByName() throws Exception {
    byte[] npy =
        NpzBytes.npy(
            1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }\n", TWO);

    assertFaults(
        new NpzBytes(STORED).entry("moves.npy", npy).build(),
        "moves.npy: has a structured dtype, which is not read:"
            + " [('a', '<f4')], 'fortran_order': False, ");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsEveryVersionOfTheHeader(int version) throws Exception {
    byte[] npy =
        NpzBytes.npy(version, "{'shape': (2, 1), \"descr\": '>f4', 'fortran_order': True}", TWO);

    NpzReport report = read(new NpzBytes(DEFLATED).entry("features.npy", npy).build());

    assertThat(report.arrays()).containsExactly(new NpzArray("features", ">f4", List.of(2L, 1L)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)} | shape [3] of <f4 needs 12 bytes,"
            + " 8 are there",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (22000000000, 9999999999)} | shape"
            + " [22000000000, 9999999999] has more than 2^63 elements",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)} | shape has no number at: -2,)}",
        "{'descr': '<f4', 'fortran_order': False} | header lacks a key: [descr, fortran_order]",
        "{'descr': '<f4', 'fortran_order': __import__('os'), 'shape': (2,)} | fortran_order is no"
            + " bool: __import__('os'), 'shape': (2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1} | header has the unknown"
            + " key x",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)} | header has descr"
            + " twice",
        "{'descr': '<q4', 'fortran_order': False, 'shape': (2,)} | dtype '<q4' is not supported",
        "{'descr': '<f3', 'fortran_order': False, 'shape': (2,)} | dtype '<f3' is not supported",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} + 1 | header goes on behind its"
            + " dict",
      })
  void refusesHeadersThatNumpyDoesNotWrite(String dict, String message) throws Exception {
    assertThat(
            read(new NpzBytes(STORED).entry("x.npy", NpzBytes.npy(1, dict, TWO)).build()).faults())
        .first()
        .isEqualTo(new NpzFault("x.npy", message));
  }

  @Test
  void refusesWhatIsNoArray() throws Exception {
    assertFaults(
        new NpzBytes(STORED).entry("x.npy", NpzBytes.npy(4, "{}", TWO)).build(),
        "x.npy: has .npy version 4, known are 1 to 3");
    assertFaults(
        new NpzBytes(STORED)
            .entry("x.npy", "hello, world".getBytes(StandardCharsets.UTF_8))
            .build(),
        "x.npy: is not a .npy array");
    assertFaults(
        new NpzBytes(STORED).entry("x.npy", new byte[3]).build(),
        "x.npy: is too short for an array");
  }

  @Test
  void saysWhatIsWrongWithTheArchive() throws Exception {
    byte[] good = two();

    assertFaults(new byte[0], "file is empty");
    assertFaults("hello".getBytes(StandardCharsets.UTF_8), "not a zip archive");
    assertFaults(
        Arrays.copyOf(good, good.length / 2), "truncated: the zip directory at its end is missing");
    assertFaults(new NpzBytes(STORED).build(), "archive holds no arrays");
    assertFaults(
        new NpzBytes(STORED).entry("readme.txt", TWO).build(), "archive holds no array of samples");
  }

  @ParameterizedTest
  @EnumSource(NpzWriter.Storage.class)
  void findsEveryFlippedBitOfTheData(NpzWriter.Storage storage) throws Exception {
    byte[] noise = new byte[4000];
    new Random(5).nextBytes(noise);
    byte[] good = new NpzBytes(storage).array("noise", "|u1", List.of(4000L), noise).build();
    Random random = new Random(6);

    for (int i = 0; i < 100; i++) {
      byte[] bad = good.clone();
      bad[200 + random.nextInt(3800)] ^= (byte) (1 << random.nextInt(8));
      assertThat(read(bad).faults()).isNotEmpty();
    }
  }

  @Test
  void readsTheOtherEntriesWhenOneIsBroken() throws Exception {
    byte[] good =
        new NpzBytes(STORED)
            .array("features", "<f4", List.of(2L), TWO)
            .array("values", "<f4", List.of(2L), TWO)
            .build();
    int dataOfFeatures = 30 + "features.npy".length() + 128;
    good[dataOfFeatures] ^= 1;

    NpzReport report = read(good);

    assertThat(report.evidence()).startsWith("features.npy: CRC is ").doesNotContain("values");
    assertThat(report.arrays()).extracting(NpzArray::name).containsExactly("features", "values");
  }

  @Test
  void refusesZipBombs() throws Exception {
    byte[] zeros = new byte[8 << 20];
    byte[] bomb = new NpzBytes(DEFLATED).array("features", "|u1", List.of(8L << 20), zeros).build();

    assertThat(read(bomb, new NpzLimits(64 << 20, 100, 100)).evidence())
        .startsWith("archive grows from ")
        .endsWith(" to 8388736 bytes, allowed is 100-fold");
    assertThat(read(bomb, new NpzLimits(1 << 20, 2000, 100)).evidence())
        .isEqualTo(
            "entry features.npy reaches beyond the data, or the arrays are larger than 1048576 bytes");
  }

  @Test
  void neverInflatesMoreThanIsAnnounced() throws Exception {
    byte[] good =
        new NpzBytes(DEFLATED).array("features", "|u1", List.of(500L), new byte[500]).build();
    // The directory now announces one byte less.
    ByteBuffer zip = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
    int directory = zip.getInt(good.length - 6);
    zip.putInt(directory + 24, zip.getInt(directory + 24) - 1);

    assertThat(read(good).evidence())
        .isEqualTo("features.npy: shape [500] of |u1 needs 500 bytes, 499 are there");
    byte[] object =
        new NpzBytes(DEFLATED).array("features", "|O", List.of(9L), new byte[500]).build();
    zip = ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN);
    directory = zip.getInt(object.length - 6);
    zip.putInt(directory + 24, zip.getInt(directory + 24) - 1);

    assertThat(read(object).evidence())
        .isEqualTo("features.npy: has more data than the 627 bytes announced");
  }

  @Test
  void refusesTwoEntriesOfOneNameAndOverlappingOnes() throws Exception {
    byte[] twins =
        new NpzBytes(STORED)
            .array("a", "<f4", List.of(2L), TWO)
            .array("b", "<f4", List.of(2L), TWO)
            .build();
    String text = new String(twins, StandardCharsets.ISO_8859_1).replace("b.npy", "a.npy");
    assertFaults(text.getBytes(StandardCharsets.ISO_8859_1), "archive has two entries a.npy");

    ByteBuffer zip = ByteBuffer.wrap(twins).order(ByteOrder.LITTLE_ENDIAN);
    int second = zip.getInt(twins.length - 6) + 46 + "a.npy".length();
    zip.putInt(second + 42, 20);
    assertFaults(twins, "entry b.npy overlaps, or is preceded by, others");
  }

  @Test
  void refusesAnEntryThatContradictsTheDirectory() throws Exception {
    byte[] zip = two();
    zip[14] ^= 1;

    assertFaults(zip, "features.npy: CRC or size differs between entry and zip directory");
  }

  @Test
  void readsZip64() throws Exception {
    byte[] npy =
        NpzBytes.npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", TWO);

    NpzReport report = read(NpzBytes.zip64("features.npy", npy));

    assertThat(report.faults()).isEmpty();
    assertThat(report.samples()).isEqualTo(OptionalLong.of(2));
  }

  @Test
  void survivesAnyDamage() throws Exception {
    byte[] good =
        new NpzBytes(DEFLATED)
            .array("features", "<f4", List.of(2L), TWO)
            .array("values", "<f8", List.of(2L), new byte[16])
            .build();
    Random random = new Random(11);
    int faulty = 0;

    for (int i = 0; i < 600; i++) {
      byte[] bad = Arrays.copyOf(good, good.length - (i % 3 == 0 ? random.nextInt(40) : 0));
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      faulty += read(bad).valid() ? 0 : 1;
    }

    // The rest hit what nobody reads: times, attributes, versions.
    assertThat(faulty).isBetween(400, 600);
  }

  private static byte[] two() {
    return new NpzBytes(STORED).array("features", "<f4", List.of(2L), TWO).build();
  }

  private void assertFaults(byte[] npz, String... faults) throws Exception {
    assertThat(read(npz).faults().stream().map(NpzFault::toString).collect(Collectors.toList()))
        .containsExactly(faults);
  }

  private NpzReport read(byte[] npz) throws IOException, InterruptedException {
    return read(npz, LIMITS);
  }

  private NpzReport read(byte[] npz, NpzLimits limits) throws IOException, InterruptedException {
    Path file = Files.write(folder.resolve("test.npz"), npz);
    try (FileChannel in = FileChannel.open(file)) {
      return new NpzReader(limits).read(in, block -> {});
    }
  }
}
