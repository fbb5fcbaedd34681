package io.ringrift.dataplane.worker;

import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.worker.execute.Breakers;
import io.ringrift.dataplane.worker.execute.RetryPolicy;
import io.ringrift.dataplane.worker.execute.TransferExecutor;
import io.ringrift.dataplane.worker.execute.TransferListener;
import io.ringrift.dataplane.worker.grant.GrantKeys;
import io.ringrift.dataplane.worker.grant.GrantSigner;
import io.ringrift.dataplane.worker.metrics.Meters;
import io.ringrift.dataplane.worker.metrics.StatusServer;
import io.ringrift.dataplane.worker.metrics.TransferMeters;
import io.ringrift.dataplane.worker.metrics.WorkerMetric;
import io.ringrift.dataplane.worker.poll.TransferWorker;
import io.ringrift.dataplane.worker.transport.Pause;
import io.ringrift.dataplane.worker.transport.Priority;
import io.ringrift.dataplane.worker.transport.Transports;
import io.ringrift.dataplane.worker.transport.http.AgentApi;
import io.ringrift.dataplane.worker.transport.http.FetchTransport;
import io.ringrift.dataplane.worker.transport.http.GrantSource;
import io.ringrift.dataplane.worker.transport.http.HttpWay;
import io.ringrift.dataplane.worker.transport.http.P2pHttpTransport;
import io.ringrift.dataplane.worker.transport.http.PullWatch;
import io.ringrift.dataplane.worker.transport.s3.S3Transport;
import io.ringrift.dataplane.worker.wire.CommandTopic;
import io.ringrift.dataplane.worker.wire.DeadLetters;
import io.ringrift.dataplane.worker.wire.LeasePublisher;
import io.ringrift.dataplane.worker.wire.OperationReader;
import io.ringrift.dataplane.worker.wire.Outbox;
import io.ringrift.dataplane.worker.wire.ResultPublisher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;

/** A worker, put together: the only place that knows all its parts. */
final class WorkerModule implements AutoCloseable {
  private final WorkerSettings settings;
  private final Topics topics;
  private final Outbox outbox;
  private final ResultPublisher results;
  private final CommandTopic commands;
  private final Transports transports;
  private final ScheduledExecutorService timer;
  private final TransferWorker worker;
  private final StatusServer status;

  /**
   * @throws IOException if the key can't be read or the address of the status server is taken
   */
  WorkerModule(WorkerSettings settings) throws IOException {
    this.settings = settings;
    Clock clock = Clock.systemUTC();
    Meters meters = new Meters();
    GrantSource grants = grants(settings, clock);
    topics = new Topics(settings.serdes(), settings.partitions());
    outbox = new Outbox(settings.kafka(), settings.id());
    results =
        new ResultPublisher(outbox, topics.transferResults(), settings.id(), clock, Pause.real());
    commands = new CommandTopic(settings.kafka(), topics, outbox, settings.id(), clock);
    PullWatch.Means means =
        new PullWatch.Means(
            new AgentApi(new HttpWay(settings.tls()), commands),
            grants,
            settings.patience(),
            System::nanoTime,
            Pause.real());
    transports =
        new Transports(
            List.of(
                new P2pHttpTransport(means),
                FetchTransport.bittorrent(means),
                FetchTransport.rsync(means),
                new S3Transport(means)));
    timer = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "leases"));
    Breakers breakers = new Breakers(settings.breakerRefusal(), clock);
    TransferExecutor executor =
        new TransferExecutor(
            transports,
            breakers,
            RetryPolicy.DEFAULT,
            clock,
            Pause.real(),
            () -> ThreadLocalRandom.current().nextLong(),
            TransferListener.both(new TransferLog(), new TransferMeters(meters)),
            new LeasePublisher(outbox, topics.transferLeases(), settings.id()),
            settings.leaseInterval(),
            timer);
    worker =
        new TransferWorker(
            settings.kafka(),
            settings.id(),
            settings.plan(),
            new OperationReader(topics),
            new DeadLetters(
                outbox,
                topics.deadLetters().name(),
                error -> meters.count(WorkerMetric.DEAD_LETTERS, error)),
            results,
            executor);
    gauges(meters, breakers);
    status =
        new StatusServer(
            new InetSocketAddress(settings.httpHost(), settings.httpPort()),
            this::troubles,
            meters);
  }

  /** Checks what it needs of the brokers, then takes work. */
  void start() {
    Brokers.prepare(settings.kafka(), settings.id(), topics);
    worker.start();
  }

  /** Where health and metrics are. */
  URI statusUrl() {
    InetSocketAddress bound = status.address();
    return URI.create("http://" + bound.getAddress().getHostAddress() + ":" + bound.getPort());
  }

  /** Why it isn't ready; empty: it is. */
  List<String> troubles() {
    List<String> troubles = new ArrayList<>();
    worker.trouble().ifPresent(troubles::add);
    results.trouble().map(why -> "results can't be published: " + why).ifPresent(troubles::add);
    return troubles;
  }

  /** Stops as {@link TransferWorker#stop} says, then lets go of everything. */
  @Override
  public void close() throws InterruptedException {
    worker.stop(settings.drain());
    timer.shutdownNow();
    transports.close();
    commands.close();
    outbox.close();
    status.close();
    topics.close();
  }

  private void gauges(Meters meters, Breakers breakers) {
    meters.gauge(WorkerMetric.SLOTS, () -> settings.plan().total());
    for (Priority priority : Priority.values()) {
      meters.gauge(
          WorkerMetric.SLOTS_IN_USE,
          () -> worker.slotsInUse().getOrDefault(priority, 0),
          priority.name().toLowerCase(Locale.ROOT));
    }
    meters.gauge(WorkerMetric.BREAKERS_OPEN, breakers::open);
    meters.gauge(WorkerMetric.READY, () -> troubles().isEmpty() ? 1 : 0);
  }

  private static GrantSource grants(WorkerSettings settings, Clock clock) throws IOException {
    GrantSigner signer =
        new GrantSigner(
            GrantKeys.loadPrivate(settings.grantKey()),
            settings.id(),
            clock,
            GrantSigner.MAX_LIFETIME);
    return GrantSource.signedBy(signer::sign);
  }
}
