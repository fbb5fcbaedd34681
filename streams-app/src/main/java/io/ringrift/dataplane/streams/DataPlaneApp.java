package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.registry.RegistryException;
import io.ringrift.dataplane.streams.decision.item.EvictionDesk;
import io.ringrift.dataplane.streams.query.HistoryPast;
import io.ringrift.dataplane.streams.query.LocalStores;
import io.ringrift.dataplane.streams.query.QueryServer;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import io.ringrift.dataplane.streams.topology.DataPlaneTopology;
import io.ringrift.dataplane.streams.topology.IntakeChecks;
import io.ringrift.dataplane.streams.topology.NodeStageStatus;
import io.ringrift.dataplane.streams.topology.StageRuntime;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams application: the four stages, the ticker that is their clock, and the query API.
 *
 * <pre>
 * DataPlaneApp [--config FILE] [--set KEY=VALUE]... [--verbose] [--with-parent]
 * </pre>
 *
 * <p>Prints {@code READY query=URL pid=PID} once all tasks run. SIGTERM closes in order and leaves
 * the group, so that a restart needn't wait for the session to run out. A start that fails is one
 * line on standard error and an exit code: 2 for settings, 3 for Kafka, registry and topics, 1 for
 * an end by an error later on.
 */
public final class DataPlaneApp implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DataPlaneApp.class);

  private final DataPlaneSettings settings;
  private final StateFolder state;
  private final Topics topics;
  private final StageRuntime runtime;
  private final FailurePolicy failures = new FailurePolicy();
  private final KafkaStreams streams;
  private final RegistryProbe probe;
  private final PostedEvents posted;
  private final QueryServer query;
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private HeartbeatTicker ticker;
  private OffsetsWatch offsets;
  private boolean closed;

  private DataPlaneApp(DataPlaneSettings settings, StateFolder state, Topics topics) {
    this.settings = settings;
    this.state = state;
    this.topics = topics;
    this.runtime = StageRuntime.of(InstantSource.system());
    NodeStageStatus nodes = new NodeStageStatus();
    Topology topology =
        DataPlaneTopology.build(
            topics, runtime, IntakeChecks.standard(), settings.policies(), nodes);
    BrokerCheck.check(settings.settings(), topics, topology.describe());
    this.streams = new KafkaStreams(topology, settings.streams(largestRecord(topics)));
    streams.setUncaughtExceptionHandler(failures);
    streams.setStateListener((now, before) -> moved(now));
    this.probe = new RegistryProbe(settings.serdes(), topics.events().name() + "-value");
    this.posted = new PostedEvents(settings.settings().kafka(), topics.events());
    try {
      this.query =
          QueryServer.start(
              settings.queryOptions(),
              new LocalStores(streams, topics.inventory().name(), settings.partitions()),
              new HistoryPast(
                  settings.settings().kafka(), topics, settings.stateDir().resolve("replay")),
              new StreamsVitals(streams, runtime.registry(), probe),
              nodes,
              runtime,
              rules(settings),
              new QueryServer.Door(topics, posted));
    } catch (IOException e) {
      streams.close(Duration.ZERO);
      posted.close();
      throw StartupException.surroundings(
          "the query API can't listen on "
              + settings.queryOptions().host()
              + ":"
              + settings.queryOptions().port()
              + " ("
              + e.getMessage()
              + "); set "
              + SettingCatalogue.QUERY_PORT,
          e);
    }
  }

  /**
   * Starts everything; returns when the stages begin to run, see {@link #awaitRunning}. While the
   * schema registry doesn't answer it waits for it; the query API already says so.
   *
   * @throws StartupException if it can't start
   */
  public static DataPlaneApp start(DataPlaneSettings settings) {
    StateFolder state = StateFolder.open(settings.stateDir());
    Topics topics = new Topics(settings.serdes(), settings.partitions());
    DataPlaneApp app;
    try {
      app = new DataPlaneApp(settings, state, topics);
    } catch (RuntimeException e) {
      topics.close();
      state.close();
      throw e;
    }
    try {
      app.run();
      return app;
    } catch (RuntimeException e) {
      app.close();
      throw e;
    }
  }

  private void run() {
    probe.start();
    runtime.registry().whenReachable(this::learnSchemas, () -> "the start");
    synchronized (this) {
      if (!closed) {
        state.begin(settings.applicationId(), settings.exactlyOnce());
        streams.start();
        ticker =
            new HeartbeatTicker(
                settings.settings().kafka(),
                topics.heartbeats(),
                settings.tickInterval(),
                runtime.clock());
        if (settings.exactlyOnce()) {
          offsets =
              new OffsetsWatch(
                  settings.settings().kafka(),
                  settings.applicationId(),
                  () -> streams.state() == KafkaStreams.State.RUNNING);
        }
      }
    }
  }

  private Topics learnSchemas() {
    try {
      SchemaWarmUp.learn(topics);
      return topics;
    } catch (RegistryException e) {
      // It answered, and will answer the same again.
      throw StartupException.surroundings("the schema registry refuses: " + e.getMessage(), e);
    }
  }

  /** Base URL of the query API. */
  public URI queryUrl() {
    return query.url();
  }

  /** Whether all tasks run before the time is over. */
  public boolean awaitRunning(Duration patience) throws InterruptedException {
    return running.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits without bound until all tasks run. */
  void awaitRunning() throws InterruptedException {
    running.await();
  }

  /** Waits until the stages have ended, by {@link #close} or by an error. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  private void moved(KafkaStreams.State now) {
    log.info("Stages are {}", now);
    if (now == KafkaStreams.State.RUNNING) {
      running.countDown();
    } else if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
      ended.countDown();
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    failures.closing();
    runtime.registry().shutDown();
    query.close();
    posted.close();
    probe.close();
    if (ticker != null) {
      ticker.close();
    }
    if (offsets != null) {
      offsets.close();
    }
    boolean failed = streams.state() == KafkaStreams.State.ERROR;
    boolean inTime =
        streams.close(
            CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(settings.closeTimeout()));
    if (!inTime) {
      log.warn("Stages did not end within {} s", settings.closeTimeout().toSeconds());
    } else if (!failed) {
      state.markClean();
    }
    topics.close();
    state.close();
    ended.countDown();
  }

  private static QueryServer.Rules rules(DataPlaneSettings settings) {
    SchedulePolicy schedule = settings.policies().schedule();
    return new QueryServer.Rules(
        new EvictionDesk(settings.policies().items(), schedule.shadow()::covers), schedule.nodes());
  }

  private static int largestRecord(Topics topics) {
    return topics.all().stream()
        .map(Topic::policy)
        .mapToInt(policy -> policy.maxMessageBytes())
        .max()
        .orElseThrow();
  }

  public static void main(String[] words) {
    System.exit(AppMain.run(words, System.out, System.err));
  }
}
