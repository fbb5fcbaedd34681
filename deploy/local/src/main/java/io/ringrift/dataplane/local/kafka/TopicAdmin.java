package io.ringrift.dataplane.local.kafka;

import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.admin.TopicCreation;
import io.ringrift.dataplane.contract.admin.TopicReport;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.output.Failure;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Makes and compares the topics of the catalogue. */
public final class TopicAdmin {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Settings settings;
  private final Optional<Short> replication;

  /**
   * @param replication of new topics; empty: the brokers' default
   */
  public TopicAdmin(Settings settings, Optional<Short> replication) {
    this.settings = settings;
    this.replication = replication;
  }

  /** Makes what is missing and compares the rest; never deletes, never alters. */
  public TopicReport create() {
    return report(true);
  }

  /** Compares only. */
  public TopicReport compare() {
    return report(false);
  }

  private TopicReport report(boolean create) {
    Brokers.requireReachable(settings.list(CommonSettings.BOOTSTRAP_SERVERS));
    try (Admin admin = Admin.create(settings.kafka());
        Topics topics =
            new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS))) {
      TopicCreation creation = new TopicCreation(admin, PATIENCE, replication);
      return create ? creation.create(topics.all()) : creation.compare(topics.all());
    } catch (KafkaException e) {
      throw Failure.unreachable("the broker does not answer about topics: " + e.getMessage(), e);
    }
  }
}
