package io.ringrift.dataplane.worker.poll;

import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.worker.transport.Pause;
import io.ringrift.dataplane.worker.transport.Priority;
import io.ringrift.dataplane.worker.wire.DeadLetters;
import io.ringrift.dataplane.worker.wire.OperationReader;
import io.ringrift.dataplane.worker.wire.Outbox;
import io.ringrift.dataplane.worker.wire.ResultPublisher;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A worker process that dies between the acknowledged STARTED and the accept, as by kill -9: what
 * takes the record is the real {@link Intake}; the consumer under it halts the JVM when told to
 * acknowledge.
 */
final class DoomedWorker {
  private DoomedWorker() {}

  /**
   * @param words bootstrap servers, registry URL
   */
  public static void main(String[] words) throws InterruptedException {
    Map<String, Object> kafka = Map.of("bootstrap.servers", words[0]);
    Topics topics = new Topics(Map.of("schema.registry.url", words[1]), 3);
    Outbox outbox = new Outbox(kafka, "doomed");
    OperationReader reader = new OperationReader(topics);
    ResultPublisher results =
        new ResultPublisher(
            outbox, topics.transferResults(), "doomed", Clock.systemUTC(), Pause.real());
    Intake intake =
        new Intake(
            reader,
            new DeadLetters(outbox, topics.deadLetters().name(), error -> {}),
            results,
            new TransferPool(null, results));
    Map<Priority, ShareConsumer<byte[], byte[]>> consumers = new EnumMap<>(Priority.class);
    consumers.put(Priority.CRITICAL, consumer(kafka, reader));
    Slots slots = new Slots(new PollPlan(2, 1), System::nanoTime);
    new PriorityPoller(
            () -> Optional.of(slots.takeCritical().orElseThrow()), intake, consumers, Duration.ZERO)
        .run();
  }

  @SuppressWarnings("unchecked") // a proxy of the interface it is cast to
  private static ShareConsumer<byte[], byte[]> consumer(
      Map<String, Object> kafka, OperationReader reader) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            kafka.get("bootstrap.servers"),
            ConsumerConfig.GROUP_ID_CONFIG,
            ShareGroups.group(Priority.CRITICAL),
            ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
            "explicit",
            ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
            "record_limit",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            1);
    KafkaShareConsumer<byte[], byte[]> real =
        new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    real.subscribe(List.of(reader.topic(Priority.CRITICAL).name()));
    return (ShareConsumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            DoomedWorker.class.getClassLoader(),
            new Class<?>[] {ShareConsumer.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("acknowledge")) {
                Runtime.getRuntime().halt(137);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
