package io.ringrift.dataplane.local.demo;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationType;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.EventPublisher;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Units;
import io.ringrift.dataplane.local.settings.Addresses;
import io.ringrift.dataplane.local.stack.NodePlan;
import io.ringrift.dataplane.local.stack.Stack;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** {@code dataplane demo}: five steps, each shown as it happens, and a proof at the end. */
public final class Demo {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The stack may take this much of the machine. */
  private static final long MEMORY_BYTES = 1536L << 20;

  /** Time from a training's start to its data, by the system's goals. */
  private static final Duration FIRST_DATA = Duration.ofMinutes(2);

  private final StackPlan plan;
  private final Path addressFile;
  private final Output out;
  private final InstantSource clock;
  private final Narrator narrator;
  private final Map<DemoFile, String> hashes = new HashMap<>();
  private final List<Expectation> expectations = new ArrayList<>();
  private final Map<String, String> requests = new HashMap<>();

  /**
   * @param addressFile where commands in other terminals look for the stack
   */
  public Demo(StackPlan plan, Path addressFile, Output out, InstantSource clock) {
    this.plan = plan;
    this.addressFile = addressFile;
    this.out = out;
    this.clock = clock;
    this.narrator = new Narrator(out, clock);
  }

  /**
   * Exit code: 0 only if everything held.
   *
   * @param afterwards run when the proof is told, with the system still up
   */
  public int run(Runnable afterwards) {
    narrator.step("The system starts: " + plan.nodes().size() + " nodes, each a process");
    try (Stack stack = Stack.startFresh(plan, narrator::tell)) {
      stack.addresses().writeTo(addressFile);
      int exitCode = play(stack);
      afterwards.run();
      return exitCode;
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's files can't be written: " + e.getMessage(), e);
    } finally {
      Addresses.removeOwn(addressFile);
    }
  }

  private int play(Stack stack) throws IOException {
    Settings settings = stack.settings();
    narrator.step("NPZ files appear in the folders of some nodes");
    makeFiles();
    try (Topics topics =
            new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
        EventPublisher publisher = EventPublisher.open(settings);
        Observation observation =
            new Observation(settings, topics, new Storyteller(narrator), clock)) {
      DemoEvents events = new DemoEvents(publisher, clock);
      narrator.step("Services publish events");
      publishFacts(events, observation);
      Instant trainingStarted = publishRequests(events);
      narrator.step("The system acts");
      follow(events, observation);
      narrator.step("Proof, from outside");
      return prove(stack, observation, trainingStarted);
    }
  }

  private void makeFiles() throws IOException {
    List<DemoFile> files = new ArrayList<>(DemoScript.exported());
    files.add(DemoScript.found());
    for (DemoFile file : files) {
      make(file);
    }
  }

  private void make(DemoFile file) throws IOException {
    Path path = file.writeTo(plan.dataOf(file.node()));
    hashes.put(file, FileOnDisk.sha256(path));
    narrator.tell(
        file.node(),
        "%s, %s, %d samples, sha256 %s%s"
            .formatted(
                file.itemId(),
                Units.bytes(Files.size(path)),
                file.samples(),
                Proof.shortHash(hashes.get(file)),
                file.damaged() ? ", DAMAGED on purpose: one byte changed" : ""));
  }

  private void publishFacts(DemoEvents events, Observation observation) throws IOException {
    for (NodePlan node : plan.nodes()) {
      events.hostOnline(node);
      narrator.tell("event", "HOST_ONLINE " + node.id());
    }
    for (DemoFile file : DemoScript.exported()) {
      export(events, file);
    }
    await(
        observation,
        "the agents have read and judged every file",
        () -> DemoScript.exported().stream().allMatch(file -> isJudged(observation, file)));
  }

  private void export(DemoEvents events, DemoFile file) throws IOException {
    events.exported(file, Files.size(plan.dataOf(file.node()).resolve(file.itemId())));
    narrator.tell(
        "event",
        "NPZ_EXPORT_COMPLETE %s at %s, quality %.2f"
            .formatted(file.name(), file.node(), file.quality()));
  }

  private static boolean isJudged(Observation observation, DemoFile file) {
    Validation wanted = file.damaged() ? Validation.INVALID : Validation.VALID;
    return observation
        .row(file.itemId())
        .filter(row -> file.damaged() || (row.getEligible() && row.getFact() != null))
        .map(ManifestItem::getReplicas)
        .stream()
        .flatMap(List::stream)
        .anyMatch(
            replica ->
                replica.getNodeId().equals(file.node()) && replica.getValidation() == wanted);
  }

  private Instant publishRequests(DemoEvents events) {
    Instant started = clock.instant();
    String training = events.trainingStarted(DemoScript.TRAINED, DemoScript.TRAINER);
    request("TRAINING_STARTED", DemoScript.TRAINED, DemoScript.TRAINER, training);
    expect(DemoScript.BEST, DemoScript.TRAINER, training, OperationType.PRELOAD, Priority.CRITICAL);
    String need = events.dataNeeded(DemoScript.NEEDED, DemoScript.ASKER, DemoScript.MIN_SAMPLES);
    request("DATA_NEEDED", DemoScript.NEEDED, DemoScript.ASKER, need);
    for (DemoFile file : List.of(DemoScript.NEEDED_FIRST, DemoScript.NEEDED_SECOND)) {
      expect(file, DemoScript.ASKER, need, OperationType.SYNC, Priority.HIGH);
    }
    String blocked = events.trainingStarted(DemoScript.MISSING, DemoScript.WAITER);
    request("TRAINING_STARTED", DemoScript.MISSING, DemoScript.WAITER, blocked);
    return started;
  }

  private void request(String event, String configKey, String node, String requestId) {
    requests.put(configKey, requestId);
    narrator.tell("event", "%s %s at %s".formatted(event, configKey, node));
  }

  private void expect(
      DemoFile file, String target, String requestId, OperationType type, Priority priority) {
    expectations.add(
        new Expectation(
            file.configKey(), requestId, file.itemId(), hashes.get(file), target, type, priority));
  }

  private void follow(DemoEvents events, Observation observation) throws IOException {
    await(
        observation,
        "the data is there and the lack of " + DemoScript.MISSING + " is told",
        () ->
            allArrived(observation)
                && isTold(observation, SignalType.SYNC_COMPLETED, DemoScript.TRAINED)
                && isTold(observation, SignalType.SYNC_COMPLETED, DemoScript.NEEDED)
                && isTold(observation, SignalType.TRAINING_BLOCKED_BY_DATA, DemoScript.MISSING));
    narrator.more("Now the missing data appears; nobody asks again.");
    make(DemoScript.LATE);
    expect(
        DemoScript.LATE,
        DemoScript.WAITER,
        requests.get(DemoScript.MISSING),
        OperationType.PRELOAD,
        Priority.CRITICAL);
    export(events, DemoScript.LATE);
    await(
        observation,
        DemoScript.MISSING + " is delivered and all operations have ended",
        () ->
            allArrived(observation)
                && isTold(observation, SignalType.SYNC_COMPLETED, DemoScript.MISSING)
                && observation.isQuiet());
  }

  private boolean allArrived(Observation observation) {
    return expectations.stream().allMatch(wanted -> arrival(observation, wanted) != null);
  }

  private static Instant arrival(Observation observation, Expectation wanted) {
    return observation.arrival(wanted.itemId(), wanted.target(), wanted.sha256()).orElse(null);
  }

  private boolean isTold(Observation observation, SignalType type, String configKey) {
    return observation.signals().stream()
        .anyMatch(signal -> signal.getType() == type && signal.getConfigKey().equals(configKey));
  }

  /** Goes on when it takes too long: the proof then says what is missing. */
  private void await(Observation observation, String what, BooleanSupplier condition) {
    Instant deadline = clock.instant().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (clock.instant().isAfter(deadline)) {
        narrator.tell("late", "after " + Units.duration(PATIENCE) + " not yet: " + what);
        return;
      }
      observation.glance();
    }
  }

  private int prove(Stack stack, Observation observation, Instant trainingStarted)
      throws IOException {
    List<FileOnDisk> files = new ArrayList<>();
    for (NodePlan node : plan.nodes()) {
      files.addAll(FileOnDisk.of(node.id(), plan.dataOf(node.id())));
    }
    observation.readToEnd();
    Proof proof = new Proof(observation.evidence(files));
    List<Claim> claims = new ArrayList<>();
    expectations.forEach(wanted -> claims.addAll(proof.delivered(wanted)));
    requests.forEach((configKey, id) -> claims.add(proof.completed(configKey, id)));
    claims.add(proof.blocked(DemoScript.MISSING, requests.get(DemoScript.MISSING)));
    claims.addAll(proof.refused(DemoScript.DAMAGED, hashes.get(DemoScript.DAMAGED)));
    claims.add(proof.nothingTwice());
    claims.add(firstData(observation, trainingStarted));
    claims.add(memory(stack));
    claims.forEach(claim -> out.line("  " + claim.line()));
    return conclude(claims);
  }

  private Claim firstData(Observation observation, Instant trainingStarted) {
    Expectation first = expectations.get(0);
    Instant arrived = arrival(observation, first);
    Duration took = arrived == null ? null : Duration.between(trainingStarted, arrived);
    return Claim.of(
        "from TRAINING_STARTED to verified data, %s, within %s"
            .formatted(first.what(), Units.duration(FIRST_DATA)),
        took != null && took.compareTo(FIRST_DATA) <= 0,
        took == null ? "not arrived" : Units.duration(took));
  }

  private static Claim memory(Stack stack) {
    Map<String, Long> resident = stack.residentBytes();
    long sum = resident.values().stream().mapToLong(Long::longValue).sum();
    String each =
        resident.entrySet().stream()
            .map(part -> part.getKey() + " " + Units.bytes(part.getValue()))
            .collect(Collectors.joining(", "));
    return Claim.of(
        "all %d processes together stay below %s resident"
            .formatted(stack.pids().size(), Units.bytes(MEMORY_BYTES)),
        sum < MEMORY_BYTES,
        resident.isEmpty()
            ? "not known on this system"
            : "%s (%s)".formatted(Units.bytes(sum), each));
  }

  private int conclude(List<Claim> claims) {
    List<Claim> failed = claims.stream().filter(claim -> !claim.held()).toList();
    out.line("");
    if (failed.isEmpty()) {
      out.line("All " + claims.size() + " claims held, after " + narrator.elapsedText() + ".");
      out.line("Files and logs stay in " + plan.folder() + " until the next demo.");
      return Failure.OK;
    }
    out.line(failed.size() + " of " + claims.size() + " claims did not hold:");
    failed.forEach(claim -> out.line("  " + claim.line()));
    out.line("Look at the logs in " + plan.run() + ", streams-app.log first.");
    return Failure.NOT_SO;
  }
}
