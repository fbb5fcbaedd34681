package io.ringrift.dataplane.streams;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.ringrift.dataplane.contract.config.CommonSettings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;

/** Every setting of the streams application: key, type, default, bounds, meaning. */
final class SettingCatalogue {

  static final String APPLICATION_ID = "streams.application.id";
  static final String INSTANCE_ID = "streams.instance.id";
  static final String STATE_DIR = "streams.state.dir";
  static final String GUARANTEE = "streams.processing.guarantee";
  static final String COMMIT_INTERVAL = "streams.commit.interval.ms";
  static final String THREADS = "streams.threads";
  static final String STANDBYS = "streams.standby.replicas";
  static final String REPLICATION = "streams.replication.factor";
  static final String SESSION_TIMEOUT = "streams.session.timeout.ms";
  static final String SESSION_HEARTBEAT = "streams.session.heartbeat.ms";
  static final String TRANSACTION_TIMEOUT = "streams.transaction.timeout.ms";
  static final String CLOSE_TIMEOUT = "streams.close.timeout.ms";
  static final String BLOCK_CACHE = "streams.rocksdb.block.cache.bytes";
  static final String WRITE_BUFFERS = "streams.rocksdb.write.buffer.bytes";
  static final String QUERY_HOST = "streams.query.host";
  static final String QUERY_PORT = "streams.query.port";
  static final String QUERY_THREADS = "streams.query.threads";
  static final String NODE_FILE = "nodes.file";
  static final String HEARTBEAT_TIMEOUT = "nodes.heartbeat.timeout.ms";
  static final String TICK_INTERVAL = "nodes.tick.interval.ms";
  static final String TICK_FRESHNESS = "nodes.tick.freshness.ms";
  static final String VANISH_PERCENT = "nodes.vanish.percent";
  static final String VANISH_MINIMUM = "nodes.vanish.minimum";
  static final String VANISH_WINDOW = "nodes.vanish.window.ms";
  static final String DISK_STEP = "nodes.disk.step.percent";
  static final String BEATS_AFTER_OFFLINE = "nodes.offline.beats";

  private static final int MIB = 1024 * 1024;

  private SettingCatalogue() {}

  static ConfigDef definition() {
    ConfigDef definition = CommonSettings.definition();
    defineStreams(definition);
    defineQuery(definition);
    defineNodes(definition);
    PolicySettings.define(definition);
    return definition;
  }

  private static void defineStreams(ConfigDef d) {
    d.define(
        APPLICATION_ID,
        STRING,
        "dataplane-streams",
        new ConfigDef.NonEmptyString(),
        MEDIUM,
        "Consumer group and prefix of internal topics; the same for all instances.");
    d.define(
        INSTANCE_ID,
        STRING,
        "streams-1",
        new ConfigDef.NonEmptyString(),
        HIGH,
        "Name of this instance in the group, kept over restarts; two instances with one name push"
            + " each other out.");
    d.define(
        STATE_DIR,
        STRING,
        ConfigDef.NO_DEFAULT_VALUE,
        new ConfigDef.NonEmptyString(),
        HIGH,
        "Folder of the stores; kept over restarts, one for each instance.");
    d.define(
        GUARANTEE,
        STRING,
        StreamsConfig.EXACTLY_ONCE_V2,
        ConfigDef.ValidString.in(StreamsConfig.EXACTLY_ONCE_V2, StreamsConfig.AT_LEAST_ONCE),
        HIGH,
        "exactly_once_v2, or at_least_once for lower latency: records may then come twice, which"
            + " all stages bear.");
    d.define(
        COMMIT_INTERVAL,
        LONG,
        30,
        between(1, 60_000),
        MEDIUM,
        "Time between commits, milliseconds; each of an event's three hops waits for one (ADR 0002).");
    d.define(THREADS, INT, 2, between(1, 64), MEDIUM, "Stream threads.");
    d.define(
        STANDBYS,
        INT,
        0,
        between(0, 5),
        MEDIUM,
        "Copies of each store at other instances, for fast takeover.");
    d.define(
        REPLICATION,
        INT,
        -1,
        between(-1, 10),
        MEDIUM,
        "Replication factor of internal topics; -1: the broker's default.");
    d.define(
        SESSION_TIMEOUT,
        INT,
        10_000,
        between(1_000, 300_000),
        MEDIUM,
        "An instance silent for longer loses its tasks, milliseconds (ADR 0003).");
    d.define(
        SESSION_HEARTBEAT,
        INT,
        3_000,
        between(100, 100_000),
        LOW,
        "Time between an instance's signs of life to the group, milliseconds.");
    d.define(
        TRANSACTION_TIMEOUT,
        INT,
        5_000,
        between(1_000, 900_000),
        MEDIUM,
        "The broker aborts a transaction that is open for longer, milliseconds (ADR 0003).");
    d.define(
        CLOSE_TIMEOUT,
        LONG,
        15_000,
        between(1_000, 600_000),
        LOW,
        "How long a stop waits for the threads to end, milliseconds.");
    d.define(
        BLOCK_CACHE,
        LONG,
        64L * MIB,
        atLeast(MIB),
        MEDIUM,
        "Memory for blocks read from all stores together, bytes.");
    d.define(
        WRITE_BUFFERS,
        LONG,
        32L * MIB,
        atLeast(MIB),
        MEDIUM,
        "Memory for writes to all stores together before they go to disk, bytes.");
  }

  private static void defineQuery(ConfigDef d) {
    d.define(
        QUERY_HOST,
        STRING,
        "127.0.0.1",
        new ConfigDef.NonEmptyString(),
        MEDIUM,
        "Address that the query API listens on; it has no access control of its own.");
    d.define(
        QUERY_PORT,
        INT,
        8090,
        between(0, 65_535),
        HIGH,
        "Port of the query API; 0: any free one, said in the READY line.");
    d.define(QUERY_THREADS, INT, 4, between(1, 64), LOW, "Queries answered at once.");
  }

  private static void defineNodes(ConfigDef d) {
    d.define(
        NODE_FILE,
        STRING,
        "",
        HIGH,
        "YAML file that says what the nodes are (docs/reference/nodes.md), read at the start; the"
            + " same for all instances. Empty: none.");
    d.define(
        HEARTBEAT_TIMEOUT,
        LONG,
        30_000,
        between(500, 3_600_000),
        HIGH,
        "A node whose agent isn't heard for longer is offline, milliseconds; more than twice the"
            + " agents' interval.");
    d.define(
        TICK_INTERVAL,
        LONG,
        2_000,
        between(50, 60_000),
        LOW,
        "Time between ticks, by which silence is judged, milliseconds (ADR 0005).");
    d.define(
        TICK_FRESHNESS,
        LONG,
        5_000,
        between(100, 600_000),
        LOW,
        "A tick read later than this after its sending shows a backlog, milliseconds.");
    d.define(
        VANISH_PERCENT,
        INT,
        30,
        between(0, 100),
        MEDIUM,
        "More of the nodes falling silent together are taken for an outage: none is declared"
            + " offline.");
    d.define(
        VANISH_MINIMUM,
        INT,
        2,
        atLeast(1),
        LOW,
        "Fewer nodes than this falling silent are never taken for an outage.");
    d.define(
        VANISH_WINDOW,
        LONG,
        120_000,
        between(1_000, 86_400_000),
        LOW,
        "What counts as together, milliseconds.");
    d.define(
        DISK_STEP,
        INT,
        2,
        between(0, 100),
        LOW,
        "Free disk is told of again when it moved by more than this share of the disk.");
    d.define(
        BEATS_AFTER_OFFLINE,
        INT,
        2,
        between(1, 100),
        LOW,
        "As many heartbeats after HOST_OFFLINE bring a node back.");
  }
}
