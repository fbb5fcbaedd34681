package io.ringrift.dataplane.streams.replay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillTest {

  private static final List<String> TOPICS = List.of("reports", "events");

  @TempDir private Path folder;

  @Test
  void aRecordComesBackAsItWas() {
    byte[] large = new byte[3_000_000];
    Arrays.fill(large, (byte) 7);
    List<ConsumerRecord<byte[], byte[]>> records =
        List.of(
            record("reports", 2, 17, bytes("npz/ä"), bytes("value")),
            record("events", 0, 1L << 40, null, bytes("no key")),
            record("reports", 1, 0, bytes("npz/gone"), null),
            record("events", 1, 3, new byte[0], new byte[0]),
            record("reports", 0, 4, bytes("npz/large"), large));
    try (Spill spill = new Spill(folder.resolve("spill"), TOPICS)) {
      for (int i = 0; i < records.size(); i++) {
        spill.put(1, i % 2 == 0, records.get(i));
      }

      Map<Long, ConsumerRecord<byte[], byte[]>> found = new HashMap<>();
      Map<Long, Boolean> marks = new HashMap<>();
      all(
          spill,
          (record, mark) -> {
            found.put(record.offset(), record);
            marks.put(record.offset(), mark);
          });

      assertThat(found).hasSize(records.size());
      for (int i = 0; i < records.size(); i++) {
        ConsumerRecord<byte[], byte[]> was = records.get(i);
        ConsumerRecord<byte[], byte[]> is = found.get(was.offset());
        assertThat(is.topic()).isEqualTo(was.topic());
        assertThat(is.partition()).isEqualTo(was.partition());
        assertThat(is.timestamp()).isEqualTo(was.timestamp());
        assertThat(Arrays.equals(is.key(), was.key())).isTrue();
        assertThat(Arrays.equals(is.value(), was.value())).isTrue();
        assertThat(marks).containsEntry(was.offset(), i % 2 == 0);
      }
    }
  }

  @Test
  void allOfAnIdComeTogetherInTheirOrderHoweverSmallPartsMustBe() {
    for (long partBytes : new long[] {Long.MAX_VALUE, 4_000, 400}) {
      try (Spill spill = new Spill(folder.resolve("spill"), TOPICS, partBytes)) {
        put(spill, 2_000, 5);

        Set<String> seen = ConcurrentHashMap.newKeySet();
        spill.inParts(
            3,
            groups ->
                groups.forEach(
                    group -> {
                      Map<String, List<Long>> offsets = new HashMap<>();
                      group.records(
                          0,
                          (record, mark) ->
                              offsets
                                  .computeIfAbsent(text(record.key()), id -> new ArrayList<>())
                                  .add(record.offset()));
                      assertThat(offsets.keySet()).allMatch(seen::add);
                      assertThat(offsets.values())
                          .allSatisfy(each -> assertThat(each).containsExactly(0L, 1L, 2L, 3L, 4L));
                    }));
        assertThat(seen).hasSize(2_000);
      }
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void anIdWithMoreRecordsThanAPartMayHaveIsTakenAllTheSame() {
    try (Spill spill = new Spill(folder.resolve("spill"), TOPICS, 1_000)) {
      put(spill, 3, 200);

      Map<String, Integer> counts = new ConcurrentHashMap<>();
      all(spill, (record, mark) -> counts.merge(text(record.key()), 1, Integer::sum));
      assertThat(counts).isEqualTo(Map.of("npz/0", 200, "npz/1", 200, "npz/2", 200));
    }
  }

  @Test
  void recordsOfTheSameIdInTwoSpillsAreTakenTogether() {
    try (Spill many = new Spill(folder.resolve("many"), TOPICS, 10_000);
        Spill few = new Spill(folder.resolve("few"), TOPICS, 10_000)) {
      put(many, 10_000, 2);
      put(few, 100, 1);
      byte[] alone = bytes("npz/alone");
      few.put(Spill.hash(alone), false, record("reports", 0, 0, alone, alone));

      Map<String, Integer> inMany = new ConcurrentHashMap<>();
      Map<String, Integer> besideFew = new ConcurrentHashMap<>();
      Spill.sideBySide(
          2,
          List.of(many, few),
          groups ->
              groups.forEach(
                  group -> {
                    Map<String, Integer> beside = new HashMap<>();
                    group.records(
                        0, (record, mark) -> beside.merge(text(record.key()), 1, Integer::sum));
                    beside.forEach((id, count) -> inMany.merge(id, count, Integer::sum));
                    group.records(
                        1,
                        (record, mark) ->
                            besideFew.put(
                                text(record.key()), beside.getOrDefault(text(record.key()), 0)));
                  }));
      assertThat(inMany).hasSize(10_000);
      assertThat(inMany.values()).allMatch(count -> count == 2);
      assertThat(besideFew).hasSize(101).containsEntry("npz/alone", 0).containsEntry("npz/7", 2);
    }
  }

  @Test
  void manyThreadsPutAtOnce() {
    try (Spill spill = new Spill(folder.resolve("spill"), TOPICS)) {
      SharedWork.run(
          4,
          IntStream.range(0, 40).boxed().toList(),
          next -> {
            for (Integer chunk = next.get(); chunk != null; chunk = next.get()) {
              for (int i = 0; i < 500; i++) {
                byte[] id = bytes("npz/" + (chunk * 500 + i));
                spill.put(Spill.hash(id), false, record("reports", 0, i, id, id));
              }
            }
          });

      Set<String> ids = ConcurrentHashMap.newKeySet();
      all(spill, (record, mark) -> ids.add(text(record.value())));
      assertThat(ids).hasSize(20_000);
    }
  }

  @Test
  void aFileThatWasCutIsNotTakenForWhole() throws IOException {
    try (Spill spill = new Spill(folder.resolve("spill"), TOPICS)) {
      byte[] id = bytes("npz/a");
      spill.put(0, false, record("reports", 0, 0, id, new byte[100]));
      spill.inParts(1, groups -> {});
      Path file = folder.resolve("spill").resolve("0");
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 90));

      assertThatThrownBy(() -> all(spill, (record, mark) -> {}))
          .isInstanceOf(ReplayException.class)
          .hasMessageContaining("in the middle of a record");
    }
  }

  @Test
  void aFilterHoldsWhatWasAddedAndLittleElse() {
    HashFilter filter = new HashFilter();
    for (int i = 0; i < 100_000; i++) {
      filter.add(Spill.hash(bytes("npz/" + i)));
    }

    assertThat(IntStream.range(0, 100_000).map(i -> Spill.hash(bytes("npz/" + i))))
        .allMatch(filter::mayHold);
    assertThat(
            IntStream.range(0, 100_000)
                .map(i -> Spill.hash(bytes("games/" + i)))
                .filter(filter::mayHold)
                .count())
        .isLessThan(2_000);
  }

  private static void all(Spill spill, SpillPart.Taker taker) {
    spill.inParts(2, groups -> groups.forEach(group -> group.records(0, taker)));
  }

  private static void put(Spill spill, int ids, int times) {
    for (int time = 0; time < times; time++) {
      for (int i = 0; i < ids; i++) {
        byte[] id = bytes("npz/" + i);
        spill.put(Spill.hash(id), false, record("reports", 0, time, id, id));
      }
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String topic, int partition, long offset, byte[] key, byte[] value) {
    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        1_700_000_000_000L + offset % 1000,
        TimestampType.LOG_APPEND_TIME,
        key == null ? -1 : key.length,
        value == null ? -1 : value.length,
        key,
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
