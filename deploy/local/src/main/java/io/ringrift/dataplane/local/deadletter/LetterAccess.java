package io.ringrift.dataplane.local.deadletter;

import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.Brokers;
import io.ringrift.dataplane.local.kafka.WholeTopics;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.streams.deadletter.Letter;
import io.ringrift.dataplane.streams.deadletter.LetterId;
import io.ringrift.dataplane.streams.deadletter.LetterLog;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** For commands that read the dead letters themselves. */
public final class LetterAccess {

  private LetterAccess() {}

  /**
   * Connects.
   *
   * @param topic name of the dead letters' topic
   * @throws Failure when the broker or the topic isn't there
   */
  public static LetterLog open(Settings settings, String topic) {
    Brokers.requireReachable(settings.list(CommonSettings.BOOTSTRAP_SERVERS));
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            WholeTopics.config(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      return new LetterLog(consumer, WholeTopics.partitions(consumer, topic));
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /**
   * These letters, in this order.
   *
   * @throws Failure if one isn't there
   */
  public static List<Letter> find(LetterLog log, Collection<LetterId> ids) {
    List<Letter> found = log.find(ids);
    for (LetterId id : ids) {
      if (found.stream().noneMatch(letter -> letter.id().equals(id))) {
        throw Failure.notSo("there is no dead letter " + id)
            .next("./dataplane dead-letters ls lists them; they are kept for 30 days");
      }
    }
    return found;
  }
}
