package io.ringrift.dataplane.contract.check;

import io.ringrift.dataplane.avro.BackpressureActivated;
import io.ringrift.dataplane.avro.BackpressureReleased;
import io.ringrift.dataplane.avro.BackpressureScope;
import io.ringrift.dataplane.avro.DataNeeded;
import io.ringrift.dataplane.avro.DataStale;
import io.ringrift.dataplane.avro.HostOffline;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.ModelPromoted;
import io.ringrift.dataplane.avro.NpzExportComplete;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.SelfplayComplete;
import io.ringrift.dataplane.avro.TrainingCompleted;
import io.ringrift.dataplane.avro.TrainingFailed;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.avro.TrainingThresholdReached;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** One check for each type of event; a new type is one method and one line in the table. */
final class PayloadChecks {

  private static final String CONFIG_KEY = "payload.config_key";
  private static final String NODE_ID = "payload.node_id";
  private static final String ITEM_ID = "payload.item_id";
  private static final String JOB_ID = "payload.job_id";
  private static final String SHA256 = "payload.sha256";
  private static final String CONTENT_TIME = "payload.content_time";
  private static final String SUBJECT = "payload.subject";

  private static final Map<Class<?>, BiConsumer<Faults, Object>> CHECKS =
      new Table()
          .add(TrainingStarted.class, PayloadChecks::trainingStarted)
          .add(TrainingThresholdReached.class, PayloadChecks::trainingThresholdReached)
          .add(TrainingCompleted.class, PayloadChecks::trainingCompleted)
          .add(TrainingFailed.class, PayloadChecks::trainingFailed)
          .add(DataNeeded.class, PayloadChecks::dataNeeded)
          .add(DataStale.class, PayloadChecks::dataStale)
          .add(SelfplayComplete.class, PayloadChecks::selfplayComplete)
          .add(NpzExportComplete.class, PayloadChecks::npzExportComplete)
          .add(ModelPromoted.class, PayloadChecks::modelPromoted)
          .add(HostOnline.class, PayloadChecks::hostOnline)
          .add(HostOffline.class, PayloadChecks::hostOffline)
          .add(
              BackpressureActivated.class,
              (faults, event) -> {
                backpressure(faults, event.getScope(), event.getSubject());
                faults.optionalText("payload.cause", event.getCause());
              })
          .add(
              BackpressureReleased.class,
              (faults, event) -> backpressure(faults, event.getScope(), event.getSubject()))
          .checks;

  private PayloadChecks() {}

  static void check(Faults faults, Object payload) {
    BiConsumer<Faults, Object> check = payload == null ? null : CHECKS.get(payload.getClass());
    if (check == null) {
      String found = payload == null ? null : payload.getClass().getSimpleName();
      faults.require(false, "payload", found, "one of the events of the contract");
    } else {
      check.accept(faults, payload);
    }
  }

  private static void trainingStarted(Faults faults, TrainingStarted event) {
    faults.token(CONFIG_KEY, event.getConfigKey());
    faults.optionalToken(NODE_ID, event.getNodeId());
    faults.optionalId(JOB_ID, event.getJobId());
  }

  private static void trainingThresholdReached(Faults faults, TrainingThresholdReached event) {
    faults.token(CONFIG_KEY, event.getConfigKey());
    faults.optionalToken(NODE_ID, event.getNodeId());
  }

  private static void trainingCompleted(Faults faults, TrainingCompleted event) {
    faults.token(CONFIG_KEY, event.getConfigKey());
    faults.optionalToken(NODE_ID, event.getNodeId());
    faults.optionalId(JOB_ID, event.getJobId());
  }

  private static void trainingFailed(Faults faults, TrainingFailed event) {
    faults.token(CONFIG_KEY, event.getConfigKey());
    faults.optionalToken(NODE_ID, event.getNodeId());
    faults.optionalId(JOB_ID, event.getJobId());
    faults.optionalText("payload.error", event.getError());
  }

  private static void dataNeeded(Faults faults, DataNeeded event) {
    faults.token(CONFIG_KEY, event.getConfigKey());
    faults.token(NODE_ID, event.getNodeId());
    faults.atLeast(0, "payload.min_samples", event.getMinSamples());
  }

  private static void dataStale(Faults faults, DataStale event) {
    faults.token(CONFIG_KEY, event.getConfigKey());
    faults.token(NODE_ID, event.getNodeId());
    faults.optionalTime(CONTENT_TIME, event.getContentTime());
  }

  private static void selfplayComplete(Faults faults, SelfplayComplete event) {
    faults.token(CONFIG_KEY, event.getConfigKey());
    faults.token(NODE_ID, event.getNodeId());
    faults.optionalItemId(ITEM_ID, event.getItemId());
    faults.optionalAtLeast(0, "payload.game_count", event.getGameCount());
    faults.optionalPath("payload.path", event.getPath());
  }

  private static void npzExportComplete(Faults faults, NpzExportComplete event) {
    faults.token(CONFIG_KEY, event.getConfigKey());
    faults.token(NODE_ID, event.getNodeId());
    faults.itemId(ITEM_ID, event.getItemId());
    faults.optionalSha256(SHA256, event.getSha256());
    faults.optionalAtLeast(0, "payload.size_bytes", event.getSizeBytes());
    faults.optionalAtLeast(0, "payload.sample_count", event.getSampleCount());
    faults.optionalQuality("payload.quality_score", event.getQualityScore());
    faults.optionalTime(CONTENT_TIME, event.getContentTime());
  }

  private static void modelPromoted(Faults faults, ModelPromoted event) {
    faults.token(CONFIG_KEY, event.getConfigKey());
    faults.optionalToken(NODE_ID, event.getNodeId());
    faults.itemId(ITEM_ID, event.getItemId());
    faults.optionalSha256(SHA256, event.getSha256());
    faults.optionalFinite("payload.elo", event.getElo());
  }

  private static void hostOnline(Faults faults, HostOnline event) {
    faults.token(NODE_ID, event.getNodeId());
    faults.optionalId("payload.provider", event.getProvider());
    faults.optionalId("payload.region", event.getRegion());
    faults.optionalId("payload.rack", event.getRack());
    if (event.getRoles() != null) {
      faults.each(Limits.LIST_ENTRIES, "payload.roles", event.getRoles(), faults::token);
    }
    faults.optionalEndpoint("payload.endpoint", event.getEndpoint());
  }

  private static void hostOffline(Faults faults, HostOffline event) {
    faults.token(NODE_ID, event.getNodeId());
    faults.optionalText("payload.reason", event.getReason());
  }

  private static void backpressure(Faults faults, BackpressureScope scope, String subject) {
    switch (scope) {
      case CLUSTER -> faults.require(subject == null, SUBJECT, subject, "none, for scope CLUSTER");
      case NODE -> faults.token(SUBJECT, subject);
      case QUEUE ->
          faults.require(
              Arrays.stream(Priority.values()).anyMatch(p -> p.name().equals(subject)),
              SUBJECT,
              subject,
              Arrays.toString(Priority.values()) + ", for scope QUEUE");
    }
  }

  /** Keeps each class and its check together, typed. */
  private static final class Table {

    private final Map<Class<?>, BiConsumer<Faults, Object>> checks = new HashMap<>();

    <E> Table add(Class<E> type, BiConsumer<Faults, E> check) {
      checks.put(type, (faults, event) -> check.accept(faults, type.cast(event)));
      return this;
    }
  }
}
