package io.ringrift.dataplane.local.demo;

import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.EventPublisher;
import io.ringrift.dataplane.local.kafka.TopicReader;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.stack.NodePlan;
import io.ringrift.dataplane.local.stack.Stack;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/**
 * The whole system as processes, with services that publish and an observer, for tests that kill.
 */
final class RunningStack implements AutoCloseable {
  private final Clock clock = Clock.systemUTC();
  private final Stack stack;
  private final Topics topics;
  private final EventPublisher publisher;
  private final Observation observation;
  private final DemoEvents events;

  private RunningStack(StackPlan plan) {
    stack = Stack.start(plan, (part, news) -> System.out.println(part + ": " + news));
    Settings settings = stack.settings();
    topics = new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
    publisher = EventPublisher.open(settings);
    Output nowhere = new Output(new PrintWriter(Writer.nullWriter()), Output.Format.TABLE);
    observation =
        new Observation(settings, topics, new Storyteller(new Narrator(nowhere, clock)), clock);
    events = new DemoEvents(publisher, clock);
  }

  static RunningStack start(StackPlan plan) {
    return new RunningStack(plan);
  }

  Stack stack() {
    return stack;
  }

  Topics topics() {
    return topics;
  }

  DemoEvents events() {
    return events;
  }

  Observation observation() {
    return observation;
  }

  /** Writes the file and publishes its export; gives its hash. */
  String export(DemoFile file) throws IOException {
    Path path = file.writeTo(stack.plan().dataOf(file.node()));
    events.exported(file, Files.size(path));
    return FileOnDisk.sha256(path);
  }

  /** Reads on until the condition holds. */
  void await(String what, Duration patience, BooleanSupplier condition) {
    Awaitility.await(what)
        .atMost(patience)
        .pollInterval(Duration.ofMillis(1))
        .pollInSameThread()
        .until(
            () -> {
              observation.glance();
              return condition.getAsBoolean();
            });
  }

  /** The lease of the transfer to a node when it is past 30 %. */
  TransferLease awaitMiddleOfTransfer(String target, Duration patience) {
    AtomicReference<TransferLease> last = new AtomicReference<>();
    try (TopicReader leases =
        TopicReader.of(stack.settings())
            .on(
                topics.transferLeases(),
                found -> {
                  if (found.value().getTargetNode().equals(target)) {
                    last.set(found.value());
                  }
                })
            .open()) {
      await(
          "the transfer to " + target + " is past 30 %",
          patience,
          () -> {
            leases.readMore(Duration.ofMillis(50));
            return last.get() != null && share(last.get()) >= 0.3;
          });
    }
    return last.get();
  }

  /** How much of it has arrived, 0..1. */
  static double share(TransferLease of) {
    return (double) of.getBytesDone() / of.getBytesTotal();
  }

  void awaitEligible(DemoFile file) {
    await(
        file.name() + " is eligible",
        Duration.ofSeconds(60),
        () ->
            observation
                .row(file.itemId())
                .filter(row -> row.getEligible() && row.getFact() != null)
                .isPresent());
  }

  boolean isDone(String itemId, String target) {
    return observation.operations().stream()
        .filter(operation -> operation.getItemId().equals(itemId))
        .filter(operation -> operation.getTargetNode().equals(target))
        .map(OperationStatus::getState)
        .anyMatch(OperationState.DONE::equals);
  }

  long completedRequests() {
    return observation.signals().stream()
        .filter(signal -> signal.getType() == SignalType.SYNC_COMPLETED)
        .map(signal -> signal.getRequestId())
        .distinct()
        .count();
  }

  /** What there is at the end, with all files of all nodes hashed. */
  Evidence evidence() throws IOException {
    List<FileOnDisk> files = new ArrayList<>();
    for (NodePlan node : stack.plan().nodes()) {
      files.addAll(FileOnDisk.of(node.id(), stack.plan().dataOf(node.id())));
    }
    observation.readToEnd();
    return observation.evidence(files);
  }

  static double secondsSince(Instant from) {
    return Duration.between(from, Instant.now()).toMillis() / 1000.0;
  }

  @Override
  public void close() {
    observation.close();
    publisher.close();
    topics.close();
    stack.close();
  }
}
