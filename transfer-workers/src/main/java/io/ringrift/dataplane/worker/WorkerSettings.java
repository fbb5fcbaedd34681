package io.ringrift.dataplane.worker;

import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.config.SettingsException;
import io.ringrift.dataplane.worker.poll.PollPlan;
import io.ringrift.dataplane.worker.tls.Tls;
import io.ringrift.dataplane.worker.tls.TlsSettings;
import io.ringrift.dataplane.worker.transport.http.Patience;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * The settings of a worker, checked.
 *
 * @param id names it in results and leases
 * @param plan its slots
 * @param leaseInterval between renewals of a lease
 * @param grantKey file of the key that signs grants
 * @param tls to agents that speak it
 * @param patience with a pull
 * @param breakerRefusal how long an open circuit breaker refuses
 * @param drain how long running transfers may go on after the worker was told to stop
 * @param httpHost where health and metrics are served
 * @param httpPort 0: any
 * @param partitions of the topics that are spread
 * @param kafka for every Kafka client
 * @param serdes for the contract's serdes
 */
record WorkerSettings(
    String id,
    PollPlan plan,
    Duration leaseInterval,
    Path grantKey,
    Tls tls,
    Patience patience,
    Duration breakerRefusal,
    Duration drain,
    String httpHost,
    int httpPort,
    int partitions,
    Map<String, Object> kafka,
    Map<String, Object> serdes) {
  static final String ID = "worker.id";
  static final String SLOTS = "worker.slots";
  static final String SLOTS_CRITICAL = "worker.slots.critical";
  static final String LEASE_INTERVAL = "worker.lease.interval.ms";
  static final String GRANT_KEY = "worker.grant.private.key";
  static final String STALL = "worker.transfer.stall.ms";
  static final String SLOWEST = "worker.transfer.slowest.bytes.per.second";
  static final String BREAKER_REFUSAL = "worker.breaker.refusal.ms";
  static final String DRAIN = "worker.drain.ms";
  static final String HTTP_HOST = "worker.http.host";
  static final String HTTP_PORT = "worker.http.port";

  private static final TlsSettings TLS = new TlsSettings("worker.");

  /** All keys, with what each means. */
  static ConfigDef definition() {
    return TLS.defineClient(CommonSettings.definition())
        .define(
            ID,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "Names the worker in results, leases and logs; empty: host, process id and a random part.")
        .define(
            SLOTS,
            Type.INT,
            10,
            Range.between(1, 1000),
            Importance.HIGH,
            "Transfers at once. A worker only watches them: bytes go from agent to agent.")
        .define(
            SLOTS_CRITICAL,
            Type.INT,
            2,
            Range.between(0, 999),
            Importance.HIGH,
            "Of them for CRITICAL alone; fewer than " + SLOTS + ".")
        .define(
            LEASE_INTERVAL,
            Type.LONG,
            10_000L,
            Range.between(100, 15_000),
            Importance.LOW,
            "Between renewals of a running transfer's lease; the ledger waits 30 s for one.")
        .define(
            GRANT_KEY,
            Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            new ConfigDef.NonEmptyString(),
            Importance.HIGH,
            "File of the Ed25519 key that signs grants, readable by its owner only.")
        .define(
            STALL,
            Type.LONG,
            Patience.DEFAULT.stall().toMillis(),
            Range.between(1_000, 3_600_000),
            Importance.LOW,
            "Without new bytes for so long, and the time to hash what is there, an attempt fails.")
        .define(
            SLOWEST,
            Type.LONG,
            Patience.DEFAULT.slowest(),
            Range.atLeast(1),
            Importance.LOW,
            "An attempt that is slower over its whole length than this fails.")
        .define(
            BREAKER_REFUSAL,
            Type.LONG,
            30_000L,
            Range.between(100, 3_600_000),
            Importance.LOW,
            "How long a transport isn't tried at a node after three failures in a row there.")
        .define(
            DRAIN,
            Type.LONG,
            20_000L,
            Range.between(0, 86_400_000),
            Importance.MEDIUM,
            "How long running transfers may go on when the worker is stopped; the rest is handed to"
                + " other workers, and its bytes go on flowing meanwhile.")
        .define(
            HTTP_HOST,
            Type.STRING,
            "127.0.0.1",
            new ConfigDef.NonEmptyString(),
            Importance.LOW,
            "Address at which /health and /metrics are served.")
        .define(
            HTTP_PORT,
            Type.INT,
            0,
            Range.between(0, 65_535),
            Importance.MEDIUM,
            "Port of /health and /metrics; 0: any free one, told at the start.");
  }

  /**
   * @throws SettingsException if settings contradict one another
   */
  static WorkerSettings of(Settings settings) {
    int slots = settings.integer(SLOTS);
    int critical = settings.integer(SLOTS_CRITICAL);
    if (critical >= slots) {
      throw new SettingsException(
          List.of(
              "%s is %d; allowed: fewer than %s, which is %d"
                  .formatted(SLOTS_CRITICAL, critical, SLOTS, slots)));
    }
    List<String> faults = new ArrayList<>();
    Tls tls = TLS.client(settings, faults);
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
    String id = settings.string(ID);
    return new WorkerSettings(
        id.isBlank() ? generatedId() : id,
        new PollPlan(slots, critical),
        settings.millis(LEASE_INTERVAL),
        Path.of(settings.string(GRANT_KEY)),
        tls,
        new Patience(settings.millis(STALL), settings.longInteger(SLOWEST)),
        settings.millis(BREAKER_REFUSAL),
        settings.millis(DRAIN),
        settings.string(HTTP_HOST),
        settings.integer(HTTP_PORT),
        settings.integer(CommonSettings.TOPICS_PARTITIONS),
        settings.kafka(),
        settings.serdes());
  }

  private static String generatedId() {
    return "%s-%d-%04x"
        .formatted(
            host(), ProcessHandle.current().pid(), ThreadLocalRandom.current().nextInt(1 << 16));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "worker";
    }
  }
}
