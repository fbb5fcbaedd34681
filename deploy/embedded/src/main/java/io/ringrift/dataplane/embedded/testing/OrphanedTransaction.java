package io.ringrift.dataplane.embedded.testing;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;

/**
 * Makes what a broker that died at the wrong moment leaves behind: a transaction that is open in
 * its partitions while the coordinator's log says that it was aborted. The broker takes it for that
 * from its next start on.
 */
public final class OrphanedTransaction {
  /** {@code CompleteAbort} in the coordinator's log. */
  private static final byte COMPLETE_ABORT = 5;

  /** Kafka lets nobody else write to its own topics. */
  private static final String ADMIN_CLIENT = "__admin_client";

  private static final int PATIENCE_SECONDS = 30;

  private OrphanedTransaction() {}

  /**
   * Leaves one behind. The broker must be restarted before the transaction's timeout, a minute.
   *
   * @param work what is done in the transaction: sending, or sending offsets
   */
  public static void leave(
      String bootstrapServers, String transactionalId, Consumer<KafkaProducer<byte[], byte[]>> work)
      throws Exception {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    KafkaProducer<byte[], byte[]> producer = producer(config, transactionalId);
    producer.initTransactions();
    producer.beginTransaction();
    work.accept(producer);
    producer.flush();
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      TransactionDescription open =
          admin
              .describeTransactions(List.of(transactionalId))
              .description(transactionalId)
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      try (KafkaProducer<byte[], byte[]> coordinator = forger(config)) {
        coordinator
            .send(
                new ProducerRecord<>(
                    Topic.TRANSACTION_STATE_TOPIC_NAME,
                    partition(coordinator, transactionalId),
                    key(transactionalId),
                    aborted(open)))
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      // Not in order: that would have the coordinator abort it.
      producer.close(Duration.ZERO);
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(
      Map<String, Object> common, String transactionalId) {
    Map<String, Object> config = new HashMap<>(common);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static KafkaProducer<byte[], byte[]> forger(Map<String, Object> common) {
    Map<String, Object> config = new HashMap<>(common);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, ADMIN_CLIENT);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static int partition(KafkaProducer<?, ?> producer, String transactionalId) {
    int count = producer.partitionsFor(Topic.TRANSACTION_STATE_TOPIC_NAME).size();
    return Utils.abs(transactionalId.hashCode()) % count;
  }

  private static byte[] key(String transactionalId) {
    return MessageUtil.toVersionPrefixedBytes(
        TransactionLogKey.HIGHEST_SUPPORTED_VERSION,
        new TransactionLogKey().setTransactionalId(transactionalId));
  }

  private static byte[] aborted(TransactionDescription open) {
    return MessageUtil.toVersionPrefixedBytes(
        TransactionLogValue.HIGHEST_SUPPORTED_VERSION,
        new TransactionLogValue()
            .setProducerId(open.producerId())
            .setProducerEpoch((short) (open.producerEpoch() + 1))
            .setTransactionTimeoutMs(Math.toIntExact(open.transactionTimeoutMs()))
            .setTransactionStatus(COMPLETE_ABORT)
            .setTransactionPartitions(List.of())
            .setTransactionStartTimestampMs(open.transactionStartTimeMs().orElseThrow())
            .setTransactionLastUpdateTimestampMs(open.transactionStartTimeMs().orElseThrow()));
  }
}
