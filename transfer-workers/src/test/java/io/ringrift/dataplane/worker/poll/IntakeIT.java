package io.ringrift.dataplane.worker.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.check.Limits;
import io.ringrift.dataplane.worker.TestBroker;
import io.ringrift.dataplane.worker.TestBroker.Following;
import io.ringrift.dataplane.worker.transport.Pause;
import io.ringrift.dataplane.worker.transport.Priority;
import io.ringrift.dataplane.worker.wire.DeadLetters;
import io.ringrift.dataplane.worker.wire.OperationReader;
import io.ringrift.dataplane.worker.wire.Operations;
import io.ringrift.dataplane.worker.wire.Outbox;
import io.ringrift.dataplane.worker.wire.ResultPublisher;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a record when something it needs is away. */
class IntakeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static TestBroker broker;
  private static Map<String, Object> kafka;

  private final Slots slots = new Slots(new PollPlan(2, 1), System::nanoTime);

  @BeforeAll
  static void start() {
    broker = new TestBroker(folder);
    kafka = Map.of("bootstrap.servers", broker.addresses().get("bootstrap.servers"));
    try (Admin admin = Admin.create(kafka)) {
      ShareGroups.configure(admin);
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void handsBackAnOperationWhoseStartCannotBeTold() throws Exception {
    broker.emit(Operations.of("op-1", io.ringrift.dataplane.avro.Priority.LOW).build());
    Following<TransferResult> results = broker.results();
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    try (KafkaShareConsumer<byte[], byte[]> consumer = consumer(Priority.LOW);
        Outbox deaf = new Outbox(Map.of("bootstrap.servers", "127.0.0.1:" + nobody), "deaf")) {
      ConsumerRecord<byte[], byte[]> first = poll(consumer);

      Slots.Slot slot = slotFor(Priority.LOW);
      Optional<String> wait = intake(broker.topics(), deaf).take(consumer, first, slot);

      assertThat(wait)
          .hasValueSatisfying(why -> assertThat(why).contains("op-1", "can't be started"));
      assertThat(slots.inUse().values()).containsOnly(0);
      ConsumerRecord<byte[], byte[]> second = poll(consumer);
      assertThat(second.offset()).isEqualTo(first.offset());
      assertThat(second.deliveryCount()).contains((short) 2);
      Intake.handBack(consumer, second);
    }
    assertThat(results.values()).isEmpty();
  }

  @Test
  void handsBackAnOperationWhoseStartNobodyWouldHeed() throws Exception {
    broker.emit(Operations.of("op-3", io.ringrift.dataplane.avro.Priority.HIGH).build());
    Clock ahead = Clock.offset(Clock.systemUTC(), Limits.AHEAD.plusSeconds(30));
    try (KafkaShareConsumer<byte[], byte[]> consumer = consumer(Priority.HIGH);
        Outbox outbox = new Outbox(kafka, "ahead")) {
      Slots.Slot slot = slotFor(Priority.HIGH);

      Optional<String> wait =
          intake(broker.topics(), outbox, ahead).take(consumer, poll(consumer), slot);

      assertThat(wait)
          .hasValueSatisfying(why -> assertThat(why).contains("clock of this worker", "ahead"));
      assertThat(poll(consumer).deliveryCount()).contains((short) 2);
    }
  }

  @Test
  void neverBuriesAnOperationBecauseTheRegistryIsAway() throws Exception {
    broker.emit(Operations.of("op-2", io.ringrift.dataplane.avro.Priority.NORMAL).build());
    Following<byte[]> letters = broker.deadLetters();
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    Map<String, Object> noRegistry =
        Map.of("schema.registry.url", "http://127.0.0.1:" + nobody, "max.retries", "0");
    try (KafkaShareConsumer<byte[], byte[]> consumer = consumer(Priority.NORMAL);
        Topics topics = new Topics(noRegistry, 3);
        Outbox outbox = new Outbox(kafka, "outbox")) {
      Slots.Slot slot = slotFor(Priority.NORMAL);

      Optional<String> wait = intake(topics, outbox).take(consumer, poll(consumer), slot);

      assertThat(wait).hasValueSatisfying(why -> assertThat(why).contains("can't be read now"));
      assertThat(poll(consumer).deliveryCount()).contains((short) 2);
    }
    assertThat(letters.raw()).isEmpty();
  }

  private Slots.Slot slotFor(Priority priority) throws InterruptedException {
    Slots.Slot slot = slots.takeOther().orElseThrow();
    while (slot.priority() != priority) {
      slot.unused();
      slot = slots.takeOther().orElseThrow();
    }
    return slot;
  }

  private static Intake intake(Topics topics, Outbox outbox) {
    return intake(topics, outbox, Clock.systemUTC());
  }

  private static Intake intake(Topics topics, Outbox outbox, Clock clock) {
    ResultPublisher results =
        new ResultPublisher(outbox, topics.transferResults(), "w-1", clock, Pause.real());
    return new Intake(
        new OperationReader(topics),
        new DeadLetters(outbox, topics.deadLetters().name(), error -> {}),
        results,
        new TransferPool(null, results));
  }

  private static ConsumerRecord<byte[], byte[]> poll(KafkaShareConsumer<byte[], byte[]> consumer) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              consumer.poll(Duration.ofMillis(200)).forEach(found::add);
              return !found.isEmpty();
            });
    return found.get(0);
  }

  private static KafkaShareConsumer<byte[], byte[]> consumer(Priority priority) {
    Map<String, Object> config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.get("bootstrap.servers"),
            ConsumerConfig.GROUP_ID_CONFIG,
            ShareGroups.group(priority),
            ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
            "explicit",
            ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
            "record_limit",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            1);
    KafkaShareConsumer<byte[], byte[]> consumer =
        new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(new OperationReader(broker.topics()).topic(priority).name()));
    return consumer;
  }
}
