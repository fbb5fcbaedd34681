package io.ringrift.dataplane.agent.npz;

import static io.ringrift.dataplane.agent.npz.NpzWriter.Storage.DEFLATED;
import static io.ringrift.dataplane.agent.npz.NpzWriter.Storage.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzReaderTest extends NpzReading {
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
  void readsZip64() throws Exception {
    byte[] npy =
        NpzBytes.npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", TWO);

    NpzReport report = read(NpzBytes.zip64("features.npy", npy));

    assertThat(report.faults()).isEmpty();
    assertThat(report.samples()).isEqualTo(OptionalLong.of(2));
  }
}
