package io.ringrift.dataplane.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.ScannerApp;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.local.stack.NodePlan;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export is backed up in a bucket, its host is lost, and training gets it from the bucket. */
class ColdStorageIT {
  private static final DemoFile FILE =
      DemoFile.sound("gpu-2", "npz/hex8_2p/hex8_2p-0001.npz", "hex8_2p", 20, 0.9);
  private static final String BUCKET_NODE = "s3-1";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Of four nodes one may vanish without its being taken for an outage of the network. */
  private static final List<NodePlan> NODES =
      List.of(
          new NodePlan("gpu-1", "HOST", "lambda", "r1", List.of("training", "ephemeral")),
          new NodePlan("gpu-2", "HOST", "lambda", "r2", List.of("selfplay", "ephemeral")),
          new NodePlan("gpu-3", "HOST", "vast", null, List.of("selfplay", "ephemeral")));

  @TempDir private static Path folder;

  private InMemoryBucket server;

  @BeforeEach
  void startServer() throws Exception {
    server = new InMemoryBucket();
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  @Test
  void bringsAnExportToTheBucketAndBackWhenItsHostIsLost() throws IOException {
    Map<String, String> bucket = server.settings();
    try (RunningStack system = RunningStack.start(plan(bucket))) {
      Thread scanner = scanner(system, bucket);
      try {
        String sha256 = system.export(FILE);
        system.await("the backup", LIMIT, () -> available(system, BUCKET_NODE, sha256));
        system.await("its end", LIMIT, () -> system.isDone(FILE.itemId(), BUCKET_NODE));
        assertThat(done(system, BUCKET_NODE).getPriority()).isEqualTo(Priority.COLD_STORAGE);

        system.stack().kill("agent-gpu-2");
        system.await("the loss of gpu-2", LIMIT, () -> !available(system, "gpu-2", sha256));
        system.events().trainingStarted("hex8_2p", "gpu-1");
        system.await("the data", LIMIT, () -> system.isDone(FILE.itemId(), "gpu-1"));

        OperationStatus preload = done(system, "gpu-1");
        assertThat(preload.getPriority()).isEqualTo(Priority.CRITICAL);
        assertThat(preload.getAttempts()).last().matches(a -> a.getTransport().equals("s3"));
        assertThat(FileOnDisk.sha256(system.stack().plan().dataOf("gpu-1").resolve(FILE.itemId())))
            .isEqualTo(sha256);
      } finally {
        scanner.interrupt();
      }
    }
  }

  /** Copies are made by the backup policy alone. */
  private static StackPlan plan(Map<String, String> bucket) {
    StackPlan plan =
        StackPlan.in(folder)
            .withNodes(NODES)
            .withSetting("items.replicas.min.npz", "0")
            .withSetting("items.replicas.target.npz", "0");
    for (Map.Entry<String, String> setting : bucket.entrySet()) {
      plan = plan.withSetting(setting.getKey(), setting.getValue());
    }
    return plan;
  }

  private static boolean available(RunningStack system, String node, String sha256) {
    return system.observation().row(FILE.itemId()).stream()
        .flatMap(row -> row.getReplicas().stream())
        .filter(replica -> replica.getNodeId().equals(node))
        .filter(replica -> sha256.equals(replica.getSha256()))
        .anyMatch(replica -> replica.getState() == ReplicaState.AVAILABLE);
  }

  private static OperationStatus done(RunningStack system, String target) {
    return system.observation().operations().stream()
        .filter(operation -> operation.getTargetNode().equals(target))
        .filter(operation -> operation.getState() == OperationState.DONE)
        .findFirst()
        .orElseThrow();
  }

  /** The bucket's agent, in this JVM. */
  private static Thread scanner(RunningStack system, Map<String, String> bucket) {
    Map<String, String> settings = new TreeMap<>(bucket);
    Map<String, String> addresses = system.stack().addresses().settings();
    for (String key : List.of("bootstrap.servers", "schema.registry.url")) {
      settings.put(key, addresses.get(key));
    }
    settings.put("s3.grant.public.keys", addresses.get("agent.grant.public.keys"));
    settings.put("s3.node.id", BUCKET_NODE);
    settings.put("s3.folder", folder.resolve("scanner").toString());
    List<String> words = new ArrayList<>();
    settings.forEach((key, value) -> words.addAll(List.of("--" + key, value)));
    Thread scanner = new Thread(() -> ScannerApp.main(words.toArray(String[]::new)), "scanner");
    scanner.setDaemon(true);
    scanner.start();
    return scanner;
  }
}
