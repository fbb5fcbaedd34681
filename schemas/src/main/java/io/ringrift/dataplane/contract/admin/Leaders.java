package io.ringrift.dataplane.contract.admin;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Waits until new topics can be used. "Created" is the controller's word: a broker that is asked
 * right after it may not have heard of the topic, and answers that there is none, which Kafka's
 * admin client (4.3.1) takes for final.
 */
public final class Leaders {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private Leaders() {}

  /**
   * Returns when the cluster knows the topics and a leader of each partition.
   *
   * @param timeout for all of it
   * @throws TimeoutException when it doesn't in time
   * @throws KafkaException when the cluster refuses to tell
   */
  public static void await(Admin admin, Collection<String> topics, Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    Throwable cause = null;
    for (long left = timeout.toMillis();
        left > 0;
        left = Duration.ofNanos(end - System.nanoTime()).toMillis()) {
      try {
        if (haveLeaders(admin, topics, (int) left)) {
          return;
        }
      } catch (ExecutionException e) {
        cause = passing(e.getCause());
      }
      pause();
    }
    throw new TimeoutException(
        "no leader of %s after %d ms".formatted(topics, timeout.toMillis()), cause);
  }

  private static boolean haveLeaders(Admin admin, Collection<String> topics, int timeoutMillis)
      throws ExecutionException {
    DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(timeoutMillis);
    return ExistingTopics.await(admin.describeTopics(topics, options).allTopicNames())
        .values()
        .stream()
        .map(TopicDescription::partitions)
        .flatMap(Collection::stream)
        .allMatch(partition -> partition.leader() != null && !partition.leader().isEmpty());
  }

  private static Throwable passing(Throwable cause) {
    if (cause instanceof RetriableException) {
      return cause;
    }
    throw cause instanceof KafkaException refusal ? refusal : new KafkaException(cause);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
