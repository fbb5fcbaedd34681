package io.ringrift.dataplane.contract;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How a topic is laid out on the brokers.
 *
 * @param partitions fixed for life, 1 or more: keys would move if it changed
 * @param cleanup {@code "delete"} or {@code "compact"}
 * @param retention how long records are kept; null: for ever. Compacted topics keep the last record
 *     of each key whatever this says, so it is null for them
 * @param logAppendTime true: the broker stamps the records, so that their time doesn't depend on
 *     the clock of whoever wrote them
 * @param maxMessageBytes largest record batch the broker takes
 */
public record TopicPolicy(
    int partitions,
    String cleanup,
    Duration retention,
    boolean logAppendTime,
    int maxMessageBytes) {

  public static final String DELETE = "delete";
  public static final String COMPACT = "compact";

  public TopicPolicy {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions is " + partitions + ", allowed: 1 or more");
    }
    if (!cleanup.equals(DELETE) && !cleanup.equals(COMPACT)) {
      throw new IllegalArgumentException(
          "cleanup is '" + cleanup + "', allowed: delete or compact");
    }
    if (cleanup.equals(COMPACT) && retention != null) {
      throw new IllegalArgumentException(
          "retention is " + retention + ", allowed: none (compacted)");
    }
    if (maxMessageBytes < 1) {
      throw new IllegalArgumentException(
          "maxMessageBytes is " + maxMessageBytes + ", allowed: 1 or more");
    }
  }

  /** Value of {@code retention.ms}: milliseconds, or -1 for ever. */
  public long retentionMs() {
    return retention == null ? -1 : retention.toMillis();
  }

  /** The topic's configuration on the brokers, key to value, as it is created. */
  public Map<String, String> configs() {
    Map<String, String> configs = new TreeMap<>();
    configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup);
    configs.put(
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, logAppendTime ? "LogAppendTime" : "CreateTime");
    configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes));
    if (cleanup.equals(DELETE)) {
      configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retentionMs()));
      // Brokers may have a limit of their own, and history must not be cut by size.
      configs.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
    }
    return configs;
  }
}
