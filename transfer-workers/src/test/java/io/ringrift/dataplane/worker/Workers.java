package io.ringrift.dataplane.worker;

import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.worker.grant.GrantKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whole workers in this JVM, wired as in the process. */
final class Workers implements AutoCloseable {
  private final TestBroker broker;
  private final Path keys;
  private final List<WorkerModule> running = new ArrayList<>();

  /**
   * @param keys folder of the grant keys; made if there are none
   */
  Workers(TestBroker broker, Path keys) throws IOException {
    this.broker = broker;
    this.keys = keys;
    if (!Files.exists(keys.resolve(GrantKeys.PRIVATE_FILE))) {
      GrantKeys.generate(keys);
    }
  }

  WorkerModule start(String id) throws IOException {
    return start(id, Map.of());
  }

  WorkerModule start(String id, Map<String, String> more) throws IOException {
    WorkerModule worker = new WorkerModule(WorkerSettings.of(settings(id, more)));
    running.add(worker);
    worker.start();
    return worker;
  }

  private Settings settings(String id, Map<String, String> more) {
    Map<String, String> flags = new HashMap<>(broker.addresses());
    flags.put(WorkerSettings.ID, id);
    flags.put(WorkerSettings.GRANT_KEY, keys.resolve(GrantKeys.PRIVATE_FILE).toString());
    flags.put(WorkerSettings.LEASE_INTERVAL, "200");
    flags.put(WorkerSettings.DRAIN, "0");
    flags.putAll(more);
    return Settings.load(WorkerSettings.definition(), null, Map.of(), flags);
  }

  /** Stops one before the end. */
  void stop(WorkerModule worker) throws InterruptedException {
    running.remove(worker);
    worker.close();
  }

  @Override
  public void close() throws InterruptedException {
    for (WorkerModule worker : running) {
      worker.close();
    }
  }
}
