package io.ringrift.dataplane.streams.intake;

import static io.ringrift.dataplane.streams.intake.FieldKind.CONFIG;
import static io.ringrift.dataplane.streams.intake.FieldKind.FLAG;
import static io.ringrift.dataplane.streams.intake.FieldKind.HASH;
import static io.ringrift.dataplane.streams.intake.FieldKind.ID;
import static io.ringrift.dataplane.streams.intake.FieldKind.ITEM_TYPE;
import static io.ringrift.dataplane.streams.intake.FieldKind.NODE;
import static io.ringrift.dataplane.streams.intake.FieldKind.PATH;
import static io.ringrift.dataplane.streams.intake.FieldKind.QUEUE;
import static io.ringrift.dataplane.streams.intake.FieldKind.SCOPE;
import static io.ringrift.dataplane.streams.intake.FieldKind.TEXT;
import static io.ringrift.dataplane.streams.intake.FieldKind.TIME;

import java.util.List;

/** Fields that several events have, and those that every event has. */
final class Fields {

  static final Field EVENT_ID =
      Field.of("event_id", ID, "event_uuid")
          .alsoAtTop("id", "uuid", "message_id")
          .or("topic, partition and offset of the record; a new UUID if it was posted");

  static final Field OCCURRED_AT =
      Field.of("occurred_at", TIME, "timestamp", "event_time", "emitted_at", "ts")
          .firstOf()
          .or("when it arrived");

  static final Field SOURCE =
      Field.of("source", ID, "emitter", "service", "daemon", "component").firstOf().or("`unknown`");

  static final Field CONFIG_KEY =
      Field.of("config_key", CONFIG, "config", "config_id", "board_config")
          .needed()
          .or("`board_type` (or `board`) with `num_players` (or `players`)");

  static final Field CONFIG_KEY_OR_PATH =
      CONFIG_KEY.or("as above, else what the file's name or folder says");

  /** Host names count only where nothing else names the node. */
  static final List<String> HOST_NAMES =
      List.of("host", "hostname", "host_name", "ip", "ip_address", "address");

  static final Field TRAINS_AT = node("target_node", "training_node").or("inferred by the rules");
  static final Field HOLDER = node("source_node");
  static final Field ASKER = node("target_node", "requesting_node").needed();
  static final Field HOST = node("target_node").needed();
  static final Field JOB_ID = Field.of("job_id", ID, "training_job_id", "run_id", "job");
  static final Field WANTED_TYPE = Field.of("item_type", ITEM_TYPE, "data_type").or("`NPZ`");
  static final Field SHA256 = Field.of("sha256", HASH, "content_sha256", "file_sha256");
  static final Field ITEM_ID = Field.of("item_id", PATH).or("`path` below the node's data folder");

  static final Field PRESSED =
      Field.of("scope", SCOPE).needed().or("by `node`, `queue` or `cluster`, if one is said");
  static final Field SUBJECT =
      Field.of("subject", TEXT).or("`node` or `queue`; none for the whole cluster");
  static final Field PRESSED_NODE =
      Field.of("node", NODE, "node_id", "node_name", "host_id", "target_node")
          .also(HOST_NAMES)
          .or("used for `scope` and `subject`");
  static final Field PRESSED_QUEUE =
      Field.of("queue", QUEUE, "queue_name").or("used for `scope` and `subject`");
  static final Field PRESSED_CLUSTER =
      Field.of("cluster", FLAG, "cluster_wide", "global").or("used for `scope`");

  private Fields() {}

  private static Field node(String... roleNames) {
    return Field.of("node_id", NODE, "node", "node_name", "host_id")
        .also(List.of(roleNames))
        .also(HOST_NAMES);
  }
}
