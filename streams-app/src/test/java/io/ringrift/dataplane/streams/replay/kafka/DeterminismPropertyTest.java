package io.ringrift.dataplane.streams.replay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.registry.SchemaRegistry;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.replay.Digest;
import io.ringrift.dataplane.streams.replay.ItemBytes;
import io.ringrift.dataplane.streams.topology.HistoryIntake;
import io.ringrift.dataplane.streams.topology.IntakeChecks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;

/** One history, one digest: whatever the order of partitions and topics, however often read. */
class DeterminismPropertyTest {

  private static final int PARTITIONS = 3;
  private static final Map<String, String> REGISTRY =
      Map.of("schema.registry.url", "mock://determinism");

  /** Batches are handed over instead. */
  private static final ParallelScan NO_KAFKA = null;

  private final Topics topics = new Topics(REGISTRY, PARTITIONS);
  private final HistoryIntake intake = new HistoryIntake(topics, IntakeChecks.standard());

  @Property(tries = 200)
  void anyInterleavingOfPartitionsGivesTheSameDigest(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int count) {
    List<ConsumerRecord<byte[], byte[]>> history = history(new RandomHistory(seed).records(count));

    assertThat(digest(interleaved(history, new Random(seed)))).isEqualTo(digest(history));
  }

  @Property(tries = 200)
  void duplicatesAndAnyOrderChangeNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int count) {
    List<ConsumerRecord<byte[], byte[]>> history = history(new RandomHistory(seed).records(count));
    List<ConsumerRecord<byte[], byte[]>> again = new ArrayList<>(history);
    Random random = new Random(seed);
    history.stream().filter(record -> random.nextBoolean()).forEach(again::add);
    Collections.shuffle(again, random);

    assertThat(digest(again)).isEqualTo(digest(history));
  }

  @Property(tries = 100)
  void reportsOfAnOlderSchemaGiveTheSameRows(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int count) throws IOException {
    List<ConsumerRecord<byte[], byte[]>> asWritten = new ArrayList<>();
    List<ConsumerRecord<byte[], byte[]>> asOfNow = new ArrayList<>();
    RandomHistory random = new RandomHistory(seed);
    for (int i = 0; i < count; i++) {
      // What the old schema has no field for, its producer can't have said.
      ReplicaReport report =
          ReplicaReport.newBuilder(random.report()).setQualityScore(null).setElo(null).build();
      asOfNow.add(record(report, i));
      asWritten.add(record(topics.inventory().name(), report.getItemId(), older(report), i));
    }

    assertThat(digest(asWritten)).isEqualTo(digest(asOfNow));
  }

  @Property(tries = 100)
  void rowsHaveTheSameBytesWhenTheyAreEqualAndOnlyThen(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 120) int count) {
    List<ConsumerRecord<byte[], byte[]>> history = history(new RandomHistory(seed).records(count));
    Map<String, Item> before = rows(history.subList(0, count - 1));

    rows(history)
        .forEach(
            (id, item) -> {
              Item was = before.get(id);
              if (was != null) {
                assertThat(Arrays.equals(ItemBytes.of(item), ItemBytes.of(was)))
                    .isEqualTo(item.equals(was));
              }
            });
  }

  @Property(tries = 20)
  void rowsOfASpillAreThoseFoldedInMemory(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int count) {
    List<ConsumerRecord<byte[], byte[]>> history = history(new RandomHistory(seed).records(count));
    try (Scratch scratch = Scratch.in(Path.of("target", "scratch"));
        HistoryFold fold = new HistoryFold(intake, NO_KAFKA, scratch.folder("history"))) {
      int batch = 1 + new Random(seed).nextInt(history.size());
      for (int from = 0; from < history.size(); from += batch) {
        fold.take(
            history.subList(from, Math.min(from + batch, history.size())), hash -> true, false);
      }

      Map<String, Item> rows = new ConcurrentHashMap<>();
      fold.inParts(3, part -> part.forEach(row -> rows.put(row.itemId(), row)));
      assertThat(rows).isEqualTo(rows(history));
      assertThat(fold.digest(3)).isEqualTo(digest(history));
      assertThat(fold.records()).isEqualTo(count);
      assertThat(fold.refused()).isZero();
    }
  }

  private Digest digest(List<ConsumerRecord<byte[], byte[]>> records) {
    Digest.Sum sum = new Digest.Sum();
    rows(records).values().forEach(sum::add);
    return sum.digest();
  }

  private Map<String, Item> rows(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, Item> rows = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      HistoryIntake.Said said = intake.read(record);
      assertThat(said.refusal()).isNull();
      if (said.delta() != null) {
        rows.merge(said.delta().itemId(), said.delta(), Item::merge);
      }
    }
    return rows;
  }

  private List<ConsumerRecord<byte[], byte[]>> history(List<SpecificRecord> values) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      records.add(record(values.get(i), i));
    }
    return records;
  }

  /** Each partition in its order, the partitions as they come. */
  private static List<ConsumerRecord<byte[], byte[]>> interleaved(
      List<ConsumerRecord<byte[], byte[]>> history, Random random) {
    Map<String, List<ConsumerRecord<byte[], byte[]>>> partitions = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : history) {
      partitions
          .computeIfAbsent(record.topic() + record.partition(), name -> new ArrayList<>())
          .add(record);
    }
    List<List<ConsumerRecord<byte[], byte[]>>> left = new ArrayList<>(partitions.values());
    List<ConsumerRecord<byte[], byte[]>> interleaved = new ArrayList<>();
    while (!left.isEmpty()) {
      List<ConsumerRecord<byte[], byte[]>> next = left.get(random.nextInt(left.size()));
      interleaved.add(next.remove(0));
      left.removeIf(List::isEmpty);
    }
    return interleaved;
  }

  private ConsumerRecord<byte[], byte[]> record(SpecificRecord value, long offset) {
    byte[] bytes;
    String topic;
    if (value instanceof ReplicaReport report) {
      topic = topics.inventory().name();
      bytes = bytes(topics.inventory(), report);
    } else if (value instanceof TransferResult result) {
      topic = topics.transferResults().name();
      bytes = bytes(topics.transferResults(), result);
    } else {
      topic = topics.events().name();
      bytes = bytes(topics.events(), (ClusterEvent) value);
    }
    return record(topic, RandomHistory.key(value), bytes, offset);
  }

  private static <V> byte[] bytes(Topic<V> topic, V value) {
    return topic.value().serializer().serialize(topic.name(), value);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String topic, String key, byte[] value, long offset) {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>(
        topic,
        Utils.toPositive(Utils.murmur2(keyBytes)) % PARTITIONS,
        offset,
        RandomHistory.T0.toEpochMilli() + offset,
        TimestampType.LOG_APPEND_TIME,
        keyBytes.length,
        value.length,
        keyBytes,
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  /** As an agent wrote it whose schema had no quality and no Elo yet. */
  private byte[] older(ReplicaReport report) throws IOException {
    Schema now = ReplicaReport.getClassSchema();
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : now.getFields()) {
      if (!field.name().equals("quality_score") && !field.name().equals("elo")) {
        fields.add(new Schema.Field(field, field.schema()));
      }
    }
    Schema then =
        Schema.createRecord(now.getName(), now.getDoc(), now.getNamespace(), false, fields);
    int id;
    try (SchemaRegistry registry = SchemaRegistry.open(REGISTRY)) {
      id = registry.register(topics.inventory().name() + "-value", then);
    }
    // Through the bytes of the new schema: its generic form has all values in their raw types.
    GenericRecord generic = generic(report, now);
    GenericRecord older = new GenericData.Record(then);
    then.getFields().forEach(field -> older.put(field.name(), generic.get(field.name())));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.write(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(then).write(older, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private GenericRecord generic(ReplicaReport report, Schema schema) throws IOException {
    byte[] framed = bytes(topics.inventory(), report);
    return new org.apache.avro.generic.GenericDatumReader<GenericRecord>(schema)
        .read(
            null,
            org.apache.avro.io.DecoderFactory.get()
                .binaryDecoder(framed, 5, framed.length - 5, null));
  }
}
