package io.ringrift.dataplane.local.bench.priority;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.bench.Bench;
import io.ringrift.dataplane.local.bench.BenchReport;
import io.ringrift.dataplane.local.bench.Scratch;
import io.ringrift.dataplane.local.kafka.EventPublisher;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.local.stack.Stack;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code dataplane bench priority}: a backlog of LOW and COLD_STORAGE in the real ledger, trainings
 * that ask at a steady rate, and more and more real workers, each a process of its own.
 */
@Command(
    name = "priority",
    header = "How long CRITICAL waits under a backlog, and how workers share it.",
    description = {
      "Broker, streams-app and workers are real, each a process; the agents are a stand-in whose"
          + " transfers take a set time. The backlog is loaded once; each number of workers is"
          + " measured in turn, and what is not worked off stays."
    },
    footer = {
      "",
      "Examples:",
      "  ./dataplane bench priority",
      "  ./dataplane bench priority --backlog 10000 --workers 1,10 --agent-time 1000"
    })
public final class PriorityBench extends Bench {
  private static final Duration READ = Duration.ofMillis(20);
  private static final Duration JOINING = Duration.ofSeconds(60);

  /** So long all run before it counts. */
  private static final Duration WARM_UP = Duration.ofSeconds(8);

  /** For what has been asked and has not started at the end of a round. */
  private static final Duration LAST_STARTS = Duration.ofSeconds(15);

  @Option(
      names = "--backlog",
      paramLabel = "N",
      defaultValue = "100000",
      description = "LOW operations (default: 100000).")
  private int backlog;

  @Option(
      names = "--cold",
      paramLabel = "N",
      defaultValue = "50000",
      description = "COLD_STORAGE operations beside them (default: 50000).")
  private int cold;

  @Option(
      names = "--agent-time",
      paramLabel = "N",
      defaultValue = "200",
      description = "How long a transfer takes, ms (default: 200).")
  private int agentMillis;

  @Option(
      names = "--critical-per-second",
      paramLabel = "N",
      defaultValue = "5",
      description = "Trainings that ask (default: 5).")
  private int criticalASecond;

  @Option(
      names = "--workers",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2,4,8,10",
      description = "Numbers of workers, ascending (default: 1,2,4,8,10).")
  private List<Integer> workers;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How long each is measured, after 8 s of warm-up (default: 20).")
  private int seconds;

  private int trainings;

  public PriorityBench(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    BenchReport report = new BenchReport("priority");
    report.figure("backlog", backlog, "LOW operations; COLD_STORAGE beside them: " + cold);
    report.figure("agent_ms", agentMillis, "a transfer at the stand-in");
    report.figure("critical_per_s", criticalASecond, "trainings that ask");
    try (Scratch scratch = scratch("bench-priority");
        AgentStandIn agents = new AgentStandIn(Duration.ofMillis(agentMillis));
        Stack stack =
            Stack.start(
                BenchCluster.rules(
                    StackPlan.in(scratch.path()).withNodes(List.of()).withWorkers(0)),
                (part, news) -> say(part + " " + news))) {
      measure(stack, new BenchCluster(stack.settings(), agents.url(), Instant.now()), report);
    }
    print(report);
    return Failure.OK;
  }

  private void check() {
    int asked = workers.size() * (int) (seconds + WARM_UP.toSeconds()) * criticalASecond;
    if (asked > BenchCluster.trainings()) {
      throw misused(
          "the rounds ask %,d times, allowed: %,d; make --seconds or --critical-per-second smaller"
              .formatted(asked, BenchCluster.trainings()));
    }
    if (!workers.equals(workers.stream().sorted().distinct().toList()) || workers.get(0) < 1) {
      throw misused("--workers is " + workers + ", allowed: ascending, from 1");
    }
  }

  private void measure(Stack stack, BenchCluster cluster, BenchReport report)
      throws InterruptedException {
    Settings settings = stack.settings();
    try (Topics topics =
            new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
        EventPublisher events = EventPublisher.open(settings)) {
      double rate = new Backlog(settings, topics, this::say).load(cluster, events, backlog, cold);
      report.figure("accepted_per_s", rate, "operations that the ledger took");
      try (Starts starts = new Starts(settings, topics)) {
        int running = 0;
        for (int count : workers) {
          while (running < count) {
            stack.addWorker("worker-" + ++running);
          }
          round(count, starts, events).addTo(report);
        }
      }
    }
  }

  private Round round(int count, Starts starts, EventPublisher events) throws InterruptedException {
    say("%d workers: waiting until all take work".formatted(count));
    starts.begin();
    long began = System.nanoTime();
    while (starts.completed().size() < count) {
      starts.readMore(READ);
      if (since(began) > JOINING.toSeconds()) {
        throw Failure.notSo(
            "%d of %d workers have done something after %d s"
                .formatted(starts.completed().size(), count, JOINING.toSeconds()));
      }
    }
    ask(WARM_UP, starts, events);
    say("%d workers: measuring for %d s".formatted(count, seconds));
    starts.begin();
    long from = System.nanoTime();
    ask(Duration.ofSeconds(seconds), starts, events);
    double took = since(from);
    Map<String, Integer> completed = starts.completed();
    Map<Priority, Integer> started = starts.started();
    long asked = System.nanoTime();
    while (starts.unanswered() > 0 && since(asked) < LAST_STARTS.toSeconds()) {
      starts.readMore(READ);
    }
    Round round =
        new Round(
            count,
            took,
            completed,
            started,
            starts.waits(false),
            starts.waits(true),
            starts.unanswered());
    say(
        "%d workers: %.0f operations/s, CRITICAL starts after %.0f ms (p99)"
            .formatted(
                count, round.operationsASecond(), Round.percentile(round.waitsAtWorkers(), 99)));
    return round;
  }

  /** Trainings ask at the set rate, for so long. */
  private void ask(Duration time, Starts starts, EventPublisher events) {
    long from = System.nanoTime();
    long gap = Duration.ofSeconds(1).toNanos() / criticalASecond;
    for (long i = 0; i * gap < time.toNanos(); i++) {
      while (System.nanoTime() - from < i * gap) {
        starts.readMore(Duration.ofMillis(5));
      }
      Instant now = surroundings().clock().instant();
      ClusterEvent event = BenchCluster.training(trainings++, now);
      starts.asks(event.getEventId(), now);
      events.publish(event.getEventId(), event);
    }
    while (System.nanoTime() - from < time.toNanos()) {
      starts.readMore(Duration.ofMillis(5));
    }
  }

  private static double since(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
