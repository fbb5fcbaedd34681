package io.ringrift.dataplane.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.agent.npz.NpzWriter;
import io.ringrift.dataplane.agent.npz.TrainingNpz;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.NpzExportComplete;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.local.kafka.EventPublisher;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.query.QueryClient;
import io.ringrift.dataplane.local.settings.ClientSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker killed with -9 in the middle of a transfer, every part a process: its lease runs out,
 * the other worker takes the next epoch, and the agent's fetch, which went on, is adopted, not
 * repeated.
 */
class WorkerKilledMidTransferIT {
  private static final String ITEM = "npz/hex8_2p/hex8_2p-0001.npz";
  private static final long SIZE = 64L << 20;

  /** The transfer takes some sixteen seconds: longer than it takes to see it and to kill. */
  private static final long BYTES_PER_SECOND = 4L << 20;

  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private static Path folder;

  @Test
  void operationEndsDoneWithTheRightFileAndHardlyAByteIsSentAgain() throws IOException {
    StackPlan plan =
        StackPlan.in(folder.resolve("stack"))
            .withSetting("agent.pull.bytes.per.second", Long.toString(BYTES_PER_SECOND))
            .withSetting("worker.lease.interval.ms", "500");
    try (Stack stack = Stack.start(plan, (part, news) -> {});
        EventPublisher events = EventPublisher.open(stack.settings())) {
      QueryClient query = new QueryClient(stack.settings().string(ClientSettings.QUERY_URL));
      Path source = plan.dataOf("gpu-1").resolve(ITEM);
      new TrainingNpz(SIZE, 1, NpzWriter.Storage.STORED).writeTo(source);
      long size = Files.size(source);
      publish(
          events,
          "export",
          new NpzExportComplete("hex8_2p", "gpu-1", ITEM, null, null, null, 0.9, null));
      publish(events, "train", new TrainingStarted("hex8_2p", "gpu-2", null));

      JsonNode running =
          operation(
              query,
              op -> {
                long done = op.path("bytes_done").asLong();
                return op.path("state").asText().equals("RUNNING")
                    && done >= size * 3 / 10
                    && done <= size * 7 / 10;
              });
      String victim = running.path("worker_id").asText();
      stack.kill(victim);
      Instant killed = Instant.now();
      JsonNode done = operation(query, op -> op.path("state").asText().equals("DONE"));

      assertThat(done.path("operation_id")).isEqualTo(running.path("operation_id"));
      assertThat(done.path("worker_id").asText()).isNotEqualTo(victim);
      assertThat(Files.mismatch(source, plan.dataOf("gpu-2").resolve(ITEM))).isEqualTo(-1);
      long received = bytesReceived(plan.run().resolve("agent-gpu-2.log"));
      System.out.printf(
          "worker killed at %d %% of %d bytes: DONE %.1f s later, %d bytes were sent again%n",
          100 * running.path("bytes_done").asLong() / size,
          size,
          Duration.between(killed, Instant.now()).toMillis() / 1000.0,
          Math.max(0, received - size));
      assertThat(received)
          .as("at most a chunk for each of four streams again")
          .isLessThan(size + 4 * (8L << 20));
    }
  }

  private static JsonNode operation(
      QueryClient query, java.util.function.Predicate<JsonNode> wanted) {
    AtomicReference<JsonNode> found = new AtomicReference<>();
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              for (JsonNode op : operations(query)) {
                if (wanted.test(op)) {
                  found.set(op);
                }
              }
              return found.get() != null;
            });
    return found.get();
  }

  /** As the target's agent counts them: all that came over the wire for the item. */
  private static long bytesReceived(Path log) throws IOException {
    Pattern done = Pattern.compile("DONE: " + ITEM + " from [^,]+, (\\d+) of \\d+ bytes received");
    long received = 0;
    for (String line : Files.readAllLines(log)) {
      Matcher matcher = done.matcher(line);
      if (matcher.find()) {
        received += Long.parseLong(matcher.group(1));
      }
    }
    return received;
  }

  private static JsonNode operations(QueryClient query) {
    try {
      return query
          .get("/v1/operations", Map.of("item", ITEM, "target", "gpu-2"))
          .path("operations");
    } catch (Failure notReadyYet) {
      return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
  }

  private static void publish(EventPublisher events, String id, Object payload) {
    events.publish(id, new ClusterEvent(id, Instant.now(), "test", payload));
  }
}
