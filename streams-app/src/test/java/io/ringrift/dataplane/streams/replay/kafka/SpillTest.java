package io.ringrift.dataplane.streams.replay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
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
      spill.inParts(
          1,
          part ->
              part.records(
                  (record, mark) -> {
                    found.put(record.offset(), record);
                    marks.put(record.offset(), mark);
                  }));

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
  void allOfAnIdLieInOnePartInTheirOrderHoweverSmallPartsMustBe() {
    for (long partBytes : new long[] {Long.MAX_VALUE, 4_000, 400}) {
      try (Spill spill = new Spill(folder.resolve("spill"), TOPICS, partBytes)) {
        put(spill, 2_000, 5);

        Set<String> seen = ConcurrentHashMap.newKeySet();
        spill.inParts(
            3,
            part -> {
              Map<String, Long> last = new HashMap<>();
              Map<String, Integer> count = new HashMap<>();
              part.records(
                  (record, mark) -> {
                    String id = text(record.key());
                    assertThat(record.offset()).isGreaterThan(last.getOrDefault(id, -1L));
                    last.put(id, record.offset());
                    count.merge(id, 1, Integer::sum);
                  });
              assertThat(count.values()).allMatch(records -> records == 5);
              assertThat(count.keySet()).allMatch(seen::add);
            });
        assertThat(seen).hasSize(2_000);
      }
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void aLargePartIsSplitBeforeItIsTaken() {
    try (Spill spill = new Spill(folder.resolve("spill"), TOPICS, 20_000)) {
      put(spill, 50_000, 1);

      AtomicInteger most = new AtomicInteger();
      spill.inParts(
          2,
          part -> {
            Set<String> ids = new HashSet<>();
            part.records((record, mark) -> ids.add(text(record.key())));
            most.accumulateAndGet(ids.size(), Math::max);
          });
      assertThat(most).hasValueLessThan(20_000 / 50);
    }
  }

  @Test
  void partsWithTheSameIdsAreTakenTogether() {
    try (Spill many = new Spill(folder.resolve("many"), TOPICS, 10_000);
        Spill few = new Spill(folder.resolve("few"), TOPICS, 10_000)) {
      put(many, 10_000, 2);
      put(few, 100, 1);

      ConcurrentLinkedQueue<String> both = new ConcurrentLinkedQueue<>();
      Spill.sideBySide(
          2,
          List.of(many, few),
          parts -> {
            Set<String> ids = new HashSet<>();
            parts.get(0).records((record, mark) -> ids.add(text(record.key())));
            parts
                .get(1)
                .records(
                    (record, mark) -> {
                      assertThat(ids).contains(text(record.key()));
                      both.add(text(record.key()));
                    });
          });
      assertThat(both).hasSize(100).doesNotHaveDuplicates();
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
      spill.inParts(2, part -> part.records((record, mark) -> ids.add(text(record.value()))));
      assertThat(ids).hasSize(20_000);
    }
  }

  @Test
  void aFileThatWasCutIsNotTakenForWhole() throws IOException {
    try (Spill spill = new Spill(folder.resolve("spill"), TOPICS)) {
      byte[] id = bytes("npz/a");
      spill.put(0, false, record("reports", 0, 0, id, new byte[100]));
      spill.inParts(1, part -> {});
      Path file = folder.resolve("spill").resolve("0");
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 90));

      assertThatThrownBy(() -> spill.inParts(1, part -> part.records((record, mark) -> {})))
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
        java.util.Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
