package io.ringrift.dataplane.contract.admin;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeleteTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Deletes topics so that others of the same names can be made. "Deleted" is the controller's word,
 * as {@linkplain Leaders "created"} is: a broker that hasn't heard yet tells of the old topic as if
 * it were the new one.
 */
public final class TopicDeletion {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private TopicDeletion() {}

  /**
   * Returns when the cluster no longer lists any of the topics. One that isn't there does no harm.
   *
   * @param timeout for each question to the cluster, and for the last topic to be gone
   * @throws TimeoutException when it still lists one after that
   * @throws KafkaException when the cluster refuses, or can't be reached
   */
  public static void delete(Admin admin, Collection<String> topics, Duration timeout) {
    DeleteTopicsOptions options = new DeleteTopicsOptions().timeoutMs((int) timeout.toMillis());
    for (KafkaFuture<Void> deletion :
        admin.deleteTopics(topics, options).topicNameValues().values()) {
      try {
        ExistingTopics.await(deletion);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw refusal(e.getCause());
        }
      }
    }
    awaitGone(admin, topics, timeout);
  }

  private static void awaitGone(Admin admin, Collection<String> topics, Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    ListTopicsOptions options = new ListTopicsOptions().timeoutMs((int) timeout.toMillis());
    Set<String> left = new HashSet<>(topics);
    while (true) {
      try {
        left.retainAll(ExistingTopics.await(admin.listTopics(options).names()));
      } catch (ExecutionException e) {
        throw refusal(e.getCause());
      }
      if (left.isEmpty()) {
        return;
      }
      if (System.nanoTime() > end) {
        throw new TimeoutException(
            "deleted, but still listed after %d ms: %s".formatted(timeout.toMillis(), left));
      }
      pause();
    }
  }

  private static KafkaException refusal(Throwable cause) {
    return cause instanceof KafkaException refusal ? refusal : new KafkaException(cause);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
