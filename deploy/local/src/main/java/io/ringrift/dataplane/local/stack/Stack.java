package io.ringrift.dataplane.local.stack;

import io.ringrift.dataplane.contract.admin.TopicReport;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.StartupException;
import io.ringrift.dataplane.local.kafka.TopicAdmin;
import io.ringrift.dataplane.local.output.Units;
import io.ringrift.dataplane.local.settings.Addresses;
import io.ringrift.dataplane.local.settings.ClientSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The whole system on this machine: broker and registry, streams-app, workers and agents, each a
 * process of its own that ends with this one.
 *
 * <p>A start on a used folder goes on with its data at the same addresses. Only processes that this
 * object started are ever ended.
 */
public final class Stack implements AutoCloseable {
  /** Name of the process that is broker and registry. */
  public static final String BROKER = "broker";

  private static final Duration START = Duration.ofMinutes(3);

  /** A worker drains for up to 20 s unless told otherwise. */
  private static final Duration STOP = Duration.ofSeconds(60);

  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Hears how the start goes on. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Takes news.
     *
     * @param part whose news it is
     * @param news for a person
     */
    void tell(String part, String news);
  }

  private final StackPlan plan;
  private final Progress progress;
  private final FolderLock lock;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Map<String, ChildProcess> running = new ConcurrentHashMap<>();
  private Parts planned;
  private volatile ChildProcess broker;
  private Addresses addresses;

  private Stack(StackPlan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
    this.lock = FolderLock.take(plan.run());
  }

  /**
   * Returns when every part is ready.
   *
   * @throws io.ringrift.dataplane.embedded.process.StartupException when a part can't start; what
   *     was started is ended before
   */
  public static Stack start(StackPlan plan, Progress progress) {
    Stack stack = new Stack(plan, progress);
    try {
      stack.startBroker();
      stack.startParts();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /** The same on an emptied folder. Refuses a folder that no stack has used. */
  public static Stack startFresh(StackPlan plan, Progress progress) {
    StackFolder.empty(plan);
    return start(plan, progress);
  }

  private void startBroker() {
    long began = System.nanoTime();
    PortBook ports = new PortBook(plan.run().resolve("ports.properties"));
    planned = new Parts(plan, ports);
    ports.save();
    addresses = planned.addresses();
    planned.afterBroker().forEach(part -> parts.put(part.name(), part));
    broker = planned.broker().start(plan.run(), Map.of());
    planned.makeKeys();
    broker.awaitReady(START);
    progress.tell(
        BROKER,
        "at %s, registry at %s (both for development only), ready after %s"
            .formatted(planned.bootstrapServers(), planned.registryUrl(), since(began)));
    createTopics();
  }

  private void createTopics() {
    long began = System.nanoTime();
    TopicReport report = new TopicAdmin(settings(), Optional.empty()).create();
    if (!report.good()) {
      throw new StartupException("the topics are not as they must be:\n" + report.table());
    }
    progress.tell("topics", report.findings().size() + ", after " + since(began));
  }

  /** All at once: on a small machine they share the processors, on a large one they don't wait. */
  private void startParts() {
    long began = System.nanoTime();
    ExecutorService watchers = Executors.newCachedThreadPool();
    ExecutorCompletionService<String> ready = new ExecutorCompletionService<>(watchers);
    try {
      for (Part part : parts.values()) {
        ChildProcess process = part.start(plan.run(), Map.of());
        running.put(part.name(), process);
        ready.submit(() -> process.awaitReady(START), part.name());
      }
      for (int i = 0; i < parts.size(); i++) {
        progress.tell(ready.take().get(), "ready after " + since(began));
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new StartupException("the start failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("the start was interrupted", e);
    } finally {
      watchers.shutdownNow();
    }
  }

  /** Settings of clients of this stack. */
  public Settings settings() {
    Map<String, String> flags = new TreeMap<>(addresses.settings());
    flags.putAll(plan.settings());
    return ClientSettings.of(flags);
  }

  /** Where everything is. */
  public Addresses addresses() {
    return addresses;
  }

  public StackPlan plan() {
    return plan;
  }

  /**
   * Names of the parts but the broker: {@code streams-app}, {@code worker-1}, {@code agent-owc}.
   */
  public List<String> names() {
    return List.copyOf(parts.keySet());
  }

  public boolean isAlive(String name) {
    ChildProcess process = process(name);
    return process != null && process.isAlive();
  }

  /** kill -9; {@link #BROKER} is a name too. */
  public void kill(String name) {
    process(name).kill();
  }

  /** Asks a part to end, as a service manager would, and returns when it has. */
  public void stop(String name) {
    process(name).stop(STOP);
  }

  /** Starts a part again that has ended, and returns when it is ready. */
  public void restart(String name) {
    restart(name, Map.of());
  }

  /**
   * The same.
   *
   * @param environment variables besides its settings, for this run of it
   */
  public void restart(String name, Map<String, String> environment) {
    Part part = name.equals(BROKER) ? planned.broker() : parts.get(name);
    ChildProcess process = part.start(plan.run(), environment);
    if (name.equals(BROKER)) {
      broker = process;
    } else {
      running.put(name, process);
    }
    process.awaitReady(START);
  }

  private ChildProcess process(String name) {
    return name.equals(BROKER) ? broker : running.get(name);
  }

  /** Starts one worker more than was planned, and returns when it is ready. */
  public void addWorker(String name) {
    parts.put(name, planned.worker(name));
    restart(name);
  }

  /** Process ids by part, the broker included. */
  public Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>();
    pids.put(BROKER, broker.pid());
    parts.keySet().forEach(name -> pids.put(name, running.get(name).pid()));
    return pids;
  }

  /** Bytes in memory now, by part, the broker included; empty where the system doesn't tell. */
  public Map<String, Long> residentBytes() {
    Map<String, Long> resident = new LinkedHashMap<>();
    pids().forEach((name, pid) -> Memory.resident(pid).ifPresent(b -> resident.put(name, b)));
    return resident;
  }

  /**
   * Parts first, all at once, then the broker that they still talk to. An interruption, which may
   * be what asked for the end, doesn't cut it short.
   */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      List<Thread> endings =
          running.values().stream()
              .map(process -> new Thread(() -> process.stop(GRACE), "end-" + process.name()))
              .toList();
      endings.forEach(Thread::start);
      for (Thread ending : endings) {
        ending.join();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (broker != null) {
        broker.stop(GRACE);
      }
      lock.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String since(long began) {
    return Units.duration(Duration.ofNanos(System.nanoTime() - began));
  }
}
