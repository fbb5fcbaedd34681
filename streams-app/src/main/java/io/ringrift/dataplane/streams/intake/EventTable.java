package io.ringrift.dataplane.streams.intake;

import static io.ringrift.dataplane.streams.intake.FieldKind.COUNT;
import static io.ringrift.dataplane.streams.intake.FieldKind.FLAG;
import static io.ringrift.dataplane.streams.intake.FieldKind.ID;
import static io.ringrift.dataplane.streams.intake.FieldKind.NODE_KIND;
import static io.ringrift.dataplane.streams.intake.FieldKind.NUMBER;
import static io.ringrift.dataplane.streams.intake.FieldKind.PATH;
import static io.ringrift.dataplane.streams.intake.FieldKind.ROLES;
import static io.ringrift.dataplane.streams.intake.FieldKind.TEXT;
import static io.ringrift.dataplane.streams.intake.FieldKind.TIME;
import static io.ringrift.dataplane.streams.intake.Fields.ASKER;
import static io.ringrift.dataplane.streams.intake.Fields.CONFIG_KEY;
import static io.ringrift.dataplane.streams.intake.Fields.CONFIG_KEY_OR_PATH;
import static io.ringrift.dataplane.streams.intake.Fields.HOLDER;
import static io.ringrift.dataplane.streams.intake.Fields.HOST;
import static io.ringrift.dataplane.streams.intake.Fields.ITEM_ID;
import static io.ringrift.dataplane.streams.intake.Fields.JOB_ID;
import static io.ringrift.dataplane.streams.intake.Fields.PRESSED;
import static io.ringrift.dataplane.streams.intake.Fields.PRESSED_CLUSTER;
import static io.ringrift.dataplane.streams.intake.Fields.PRESSED_NODE;
import static io.ringrift.dataplane.streams.intake.Fields.PRESSED_QUEUE;
import static io.ringrift.dataplane.streams.intake.Fields.SHA256;
import static io.ringrift.dataplane.streams.intake.Fields.SUBJECT;
import static io.ringrift.dataplane.streams.intake.Fields.TRAINS_AT;
import static io.ringrift.dataplane.streams.intake.Fields.WANTED_TYPE;

import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureActivated;
import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureReleased;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataStale;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOnline;
import io.ringrift.dataplane.streams.model.ClusterEvent.ModelPromoted;
import io.ringrift.dataplane.streams.model.ClusterEvent.NpzExportComplete;
import io.ringrift.dataplane.streams.model.ClusterEvent.Scope;
import io.ringrift.dataplane.streams.model.ClusterEvent.SelfplayComplete;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingCompleted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingFailed;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingThresholdReached;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.NodeKind;
import java.util.List;
import java.util.Map;

/**
 * The one table of the intake: every event, every field, every name under which it is known to
 * come. {@code docs/reference/events.md} is made from it.
 */
public final class EventTable {

  /** Where the name of the event may stand; other words there don't count. */
  static final List<String> NAME_KEYS =
      List.of("event_type", "event", "event_name", "type", "name");

  /** Said of every event, beside the payload or inside it. */
  static final List<Field> ENVELOPE = List.of(Fields.EVENT_ID, Fields.OCCURRED_AT, Fields.SOURCE);

  /** What services say, too, and why it isn't taken; every other name is unknown. */
  static final Map<String, String> NOT_TAKEN =
      Map.of(
          "SYNC_COMPLETED", "the data plane tells SYNC_COMPLETED itself, and agents what is there",
          "SYNC_COMPLETE", "the data plane tells SYNC_COMPLETED itself, and agents what is there",
          "DATA_SYNC_COMPLETED",
              "the data plane tells SYNC_COMPLETED itself, and agents what is there");

  /** In the order of the contract. */
  private static final List<EventShape> SHAPES =
      List.of(
          new EventShape(
              "TRAINING_STARTED",
              List.of("TRAINING_START"),
              null,
              List.of(CONFIG_KEY, TRAINS_AT, JOB_ID),
              v -> new TrainingStarted(v.text("config_key"), v.text("node_id"), v.text("job_id"))),
          new EventShape(
              "TRAINING_THRESHOLD_REACHED",
              List.of("TRAINING_THRESHOLD"),
              null,
              List.of(CONFIG_KEY, TRAINS_AT),
              v -> new TrainingThresholdReached(v.text("config_key"), v.text("node_id"))),
          new EventShape(
              "TRAINING_COMPLETED",
              List.of("TRAINING_COMPLETE"),
              null,
              List.of(CONFIG_KEY, TRAINS_AT, JOB_ID),
              v ->
                  new TrainingCompleted(v.text("config_key"), v.text("node_id"), v.text("job_id"))),
          new EventShape(
              "TRAINING_FAILED",
              List.of("TRAINING_ERROR", "TRAINING_FAILURE"),
              null,
              List.of(
                  CONFIG_KEY,
                  TRAINS_AT,
                  JOB_ID,
                  Field.of("error", TEXT, "error_message", "exception", "reason", "message")
                      .firstOf()),
              v ->
                  new TrainingFailed(
                      v.text("config_key"), v.text("node_id"), v.text("job_id"), v.text("error"))),
          new EventShape(
              "DATA_NEEDED",
              List.of("TRAINING_DATA_NEEDED", "DATA_REQUESTED"),
              null,
              List.of(
                  CONFIG_KEY,
                  ASKER,
                  WANTED_TYPE,
                  Field.of("min_samples", COUNT, "required_samples", "samples_needed").or("500")),
              v ->
                  new DataNeeded(
                      v.text("config_key"),
                      v.text("node_id"),
                      v.itemType("item_type", ItemType.NPZ),
                      v.count("min_samples", 500))),
          new EventShape(
              "DATA_STALE",
              List.of("TRAINING_DATA_STALE"),
              null,
              List.of(
                  CONFIG_KEY,
                  ASKER,
                  WANTED_TYPE,
                  Field.of("content_time", TIME, "newest_game_time", "data_time")
                      .firstOf()
                      .or("`occurred_at` less the age, if one is said"),
                  Field.of("age_hours", NUMBER, "data_age_hours").or("used for `content_time`"),
                  Field.of("age_seconds", NUMBER, "data_age_seconds")
                      .or("used for `content_time`")),
              v ->
                  new DataStale(
                      v.text("config_key"),
                      v.text("node_id"),
                      v.itemType("item_type", ItemType.NPZ),
                      v.time("content_time"))),
          new EventShape(
              "SELFPLAY_COMPLETE",
              List.of("SELFPLAY_COMPLETED", "GPU_SELFPLAY_COMPLETE", "CANONICAL_SELFPLAY_COMPLETE"),
              "games",
              List.of(
                  CONFIG_KEY_OR_PATH,
                  HOLDER.needed(),
                  ITEM_ID,
                  Field.of(
                          "game_count",
                          COUNT,
                          "total_games",
                          "games_total",
                          "games_count",
                          "num_games",
                          "n_games",
                          "games",
                          "games_played",
                          "games_completed",
                          "games_generated",
                          "new_games")
                      .firstOf(),
                  Field.of("path", PATH, "db_path", "database_path", "database", "file_path")),
              v ->
                  new SelfplayComplete(
                      v.text("config_key"),
                      v.text("node_id"),
                      v.text("item_id"),
                      v.count("game_count"),
                      v.text("path"))),
          new EventShape(
              "NPZ_EXPORT_COMPLETE",
              List.of("EXPORT_COMPLETE", "NPZ_EXPORT_COMPLETED", "NPZ_EXPORTED"),
              "npz",
              List.of(
                  CONFIG_KEY_OR_PATH,
                  HOLDER.needed(),
                  ITEM_ID.needed(),
                  Field.of("path", PATH, "output_path", "npz_path", "file_path")
                      .or("used for `item_id`"),
                  SHA256,
                  Field.of("size_bytes", COUNT, "file_size_bytes", "file_size"),
                  Field.of(
                          "sample_count",
                          COUNT,
                          "samples",
                          "samples_exported",
                          "num_samples",
                          "total_samples")
                      .firstOf(),
                  Field.of("quality_score", NUMBER, "quality", "avg_quality"),
                  Field.of("content_time", TIME, "newest_game_time", "data_time").firstOf()),
              v ->
                  new NpzExportComplete(
                      v.text("config_key"),
                      v.text("node_id"),
                      v.text("item_id"),
                      v.text("sha256"),
                      v.count("size_bytes"),
                      v.count("sample_count"),
                      v.number("quality_score"),
                      v.time("content_time"))),
          new EventShape(
              "MODEL_PROMOTED",
              List.of("PROMOTION_COMPLETE", "PROMOTION_COMPLETED", "MODEL_PROMOTION"),
              "models",
              List.of(
                  CONFIG_KEY_OR_PATH,
                  HOLDER,
                  ITEM_ID.needed(),
                  Field.of("path", PATH, "model_path", "checkpoint_path", "file_path")
                      .or("used for `item_id`"),
                  SHA256,
                  Field.of("elo", NUMBER, "new_elo", "elo_rating", "rating").firstOf()),
              v ->
                  new ModelPromoted(
                      v.text("config_key"),
                      v.text("node_id"),
                      v.text("item_id"),
                      v.text("sha256"),
                      v.number("elo"))),
          new EventShape(
              "HOST_ONLINE",
              List.of("NODE_ONLINE", "NODE_RECOVERED", "HOST_UP"),
              null,
              List.of(
                  HOST,
                  Field.of("kind", NODE_KIND, "node_kind"),
                  Field.of("provider", ID, "cloud_provider"),
                  Field.of("region", ID),
                  Field.of("rack", ID),
                  Field.of("roles", ROLES, "role"),
                  Field.of("endpoint", ID, "agent_url", "agent_endpoint")),
              v ->
                  new HostOnline(
                      v.text("node_id"),
                      v.as(NodeKind.class, "kind"),
                      v.text("provider"),
                      v.text("region"),
                      v.text("rack"),
                      v.words("roles"),
                      v.text("endpoint"))),
          new EventShape(
              "HOST_OFFLINE",
              List.of("NODE_OFFLINE", "NODE_DEAD", "HOST_DOWN"),
              null,
              List.of(
                  HOST,
                  Field.of("reason", TEXT, "cause", "error", "message").firstOf(),
                  Field.of("lost", FLAG)),
              v -> new HostOffline(v.text("node_id"), v.text("reason"), v.flag("lost"))),
          new EventShape(
              "BACKPRESSURE_ACTIVATED",
              List.of("BACKPRESSURE_ON", "BACKPRESSURE"),
              null,
              List.of(
                  PRESSED,
                  SUBJECT,
                  PRESSED_NODE,
                  PRESSED_QUEUE,
                  PRESSED_CLUSTER,
                  Field.of("cause", TEXT, "reason", "message", "level").firstOf()),
              v ->
                  new BackpressureActivated(
                      v.as(Scope.class, "scope"), v.text("subject"), v.text("cause"))),
          new EventShape(
              "BACKPRESSURE_RELEASED",
              List.of("BACKPRESSURE_OFF"),
              null,
              List.of(PRESSED, SUBJECT, PRESSED_NODE, PRESSED_QUEUE, PRESSED_CLUSTER),
              v -> new BackpressureReleased(v.as(Scope.class, "scope"), v.text("subject"))));

  private EventTable() {}

  /** Every event, in the order of the contract. */
  public static List<EventShape> shapes() {
    return SHAPES;
  }
}
