package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.UsePartitionTimeOnInvalidTimestamp;

/**
 * How the records of a topic enter a stage: decoded, checked, or sent to dead letters.
 *
 * <pre>{@code
 * Intake<ReplicaReport> inventory =
 *     Intake.of("items", topics.inventory())
 *         .keyedBy(ReplicaReport::getItemId)
 *         .checkedBy(check);
 * topology.addProcessor(FOLD, fold, inventory.addTo(topology, topics, runtime, FOLD));
 * }</pre>
 *
 * <p>Topics that only this application writes come in by an intake, too, without a check: a source
 * with an Avro deserializer would end the stream thread when the registry is away for a moment.
 *
 * <p>A keyed intake wants the record on the partition that murmur2 of its key gives for the
 * catalogue's partition count. {@code TopologyTestDriver} knows one partition only: make the {@code
 * Topics} of such tests with 1.
 */
public final class Intake<T> {

  private final String stage;
  private final Topic<T> topic;
  private final Function<T, String> id;
  private final IntakeCheck<T> check;

  private Intake(String stage, Topic<T> topic, Function<T, String> id, IntakeCheck<T> check) {
    this.stage = stage;
    this.topic = topic;
    this.id = id;
    this.check = check;
  }

  /** Any key will do, everything that can be decoded is taken. */
  public static <T> Intake<T> of(String stage, Topic<T> topic) {
    return new Intake<>(stage, topic, null, IntakeCheck.none());
  }

  /** The key must be this id, and the partition the one that the key gives. */
  public Intake<T> keyedBy(Function<T, String> newId) {
    return new Intake<>(stage, topic, newId, check);
  }

  public Intake<T> checkedBy(IntakeCheck<T> newCheck) {
    return new Intake<>(stage, topic, id, newCheck);
  }

  /**
   * Adds source, decoder and dead-letter sink.
   *
   * @param next names of the processors that take (String key, T value); add them with the returned
   *     name as their parent
   * @return name of the decoder
   */
  public String addTo(Topology topology, Topics topics, StageRuntime runtime, String... next) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        prefix() + "-source",
        new UsePartitionTimeOnInvalidTimestamp(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic.name());
    return addDecoder(topology, topics, runtime, prefix() + "-source", next);
  }

  /** As {@link #addTo}, behind a parent that forwards raw records. */
  String addDecoder(
      Topology topology, Topics topics, StageRuntime runtime, String parent, String... next) {
    topology.addProcessor(decoder(), () -> new DecodingProcessor<>(this, runtime, next), parent);
    topology.addSink(
        deadLetterSink(),
        topics.deadLetters().name(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        decoder());
    return decoder();
  }

  String stage() {
    return stage;
  }

  String decoder() {
    return prefix() + "-decoder";
  }

  String deadLetterSink() {
    return prefix() + "-dead-letters";
  }

  T decode(Headers headers, byte[] bytes) {
    return topic.value().deserializer().deserialize(topic.name(), headers, bytes);
  }

  Optional<Refusal> refusal(byte[] key, T value, int partition, Instant logTime) {
    Optional<Refusal> refusal = check.check(value, logTime);
    return refusal.isPresent() || id == null ? refusal : keyRefusal(key, value, partition);
  }

  /** Whether the key must be the id inside the value. */
  boolean keyed() {
    return id != null;
  }

  String topicName() {
    return topic.name();
  }

  int partitions() {
    return topic.policy().partitions();
  }

  private Optional<Refusal> keyRefusal(byte[] key, T value, int partition) {
    String wanted = id.apply(value);
    if (key == null) {
      return refuse(Refusal.KEY_MISSING, "the record has no key, allowed: '" + wanted + "'");
    }
    String found = new String(key, StandardCharsets.UTF_8);
    if (!found.equals(wanted)) {
      return refuse(
          Refusal.KEY_MISMATCH, "the key is '" + found + "', the value says '" + wanted + "'");
    }
    int partitions = topic.policy().partitions();
    int right = Utils.toPositive(Utils.murmur2(key)) % partitions;
    if (partition != right) {
      return refuse(
          Refusal.WRONG_PARTITION,
          "key '"
              + found
              + "' is on partition "
              + partition
              + ", murmur2 puts it on "
              + right
              + " of "
              + partitions);
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refuse(String code, String cause) {
    return Optional.of(new Refusal(code, cause));
  }

  private String prefix() {
    return stage + "-" + topic.name().substring(Topics.PREFIX.length()).replace('.', '-');
  }
}
