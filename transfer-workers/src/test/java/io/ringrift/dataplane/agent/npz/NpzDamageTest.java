package io.ringrift.dataplane.agent.npz;

import static io.ringrift.dataplane.agent.npz.NpzWriter.Storage.DEFLATED;
import static io.ringrift.dataplane.agent.npz.NpzWriter.Storage.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NpzDamageTest extends NpzReading {
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
}
