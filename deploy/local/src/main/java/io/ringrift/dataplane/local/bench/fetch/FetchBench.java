package io.ringrift.dataplane.local.bench.fetch;

import io.ringrift.dataplane.local.bench.Bench;
import io.ringrift.dataplane.local.bench.BenchReport;
import io.ringrift.dataplane.local.bench.Scratch;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code dataplane bench fetch}: one large file from agent to agent, each a process of its own,
 * beside a plain copy on the same disk and beside {@code curl | sha256sum} from the same server.
 *
 * <p>The best of the rounds counts for each, so that a cold cache or a busy moment weighs on none.
 */
@Command(
    name = "fetch",
    header = "One file agent to agent, beside a plain copy and beside curl with sha256sum.",
    description = "Target: at least 0.8 of curl with sha256sum in one pipeline.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane bench fetch",
      "  ./dataplane bench fetch --mib 5120 --rounds 1"
    })
public final class FetchBench extends Bench {
  private static final String SOURCE = "gpu-1";
  private static final String TARGET = "gpu-2";

  @Option(
      names = "--mib",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Size in MiB (default: 1024).")
  private int mib;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds of each (default: 3).")
  private int rounds;

  private BenchItem item;

  public FetchBench(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    try (Scratch scratch = scratch("bench-fetch")) {
      Path folder = scratch.path();
      say("writing %,d MiB of random bytes".formatted(mib));
      item = BenchItem.write(folder.resolve(SOURCE), mib);
      BenchOrders orders = new BenchOrders(folder.resolve("keys"), item);
      try (AgentProcess source = new AgentProcess(folder, SOURCE, 0, http);
          AgentProcess target = new AgentProcess(folder, TARGET, 0, http)) {
        say("the source's agent hashes it");
        source.awaitServed(item, orders.grant(1, source, TARGET));
        double copy = 0;
        double curl = 0;
        double fetch = 0;
        for (int round = 1; round <= rounds; round++) {
          say("round " + round + " of " + rounds);
          copy = Math.max(copy, copy(source.file(), folder.resolve("copy")));
          Files.delete(folder.resolve("copy"));
          curl = Math.max(curl, curl(source, orders.grant(round, source, TARGET)));
          fetch = Math.max(fetch, fetch(round, orders, source, target));
        }
        print(
            report(copy, curl, fetch)
                .figure(
                    "source_peak_mib", peakMib(source), "resident memory of the source, limit 256")
                .figure(
                    "target_peak_mib",
                    peakMib(target),
                    "resident memory of the target, limit 256"));
      }
    }
    return Failure.OK;
  }

  private static double peakMib(AgentProcess agent) throws IOException {
    return agent.figures().peakResidentBytes() / (double) (1 << 20);
  }

  private BenchReport report(double copy, double curl, double fetch) {
    return new BenchReport("fetch")
        .figure("size_mib", mib, "size of the file")
        .figure("copy_mb_per_s", copy, "plain copy on the same disk, not hashed")
        .figure("curl_sha256sum_mb_per_s", curl, "curl | sha256sum from the source's agent")
        .figure("fetch_mb_per_s", fetch, "agent to agent: fetched, hashed, on disk, renamed")
        .figure("fetch_to_curl_ratio", fetch / curl, "target >= 0.8")
        .figure("fetch_to_copy_ratio", fetch / copy, "");
  }

  private double copy(Path from, Path to) throws IOException {
    long began = System.nanoTime();
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    return rate(began);
  }

  private double curl(AgentProcess source, String token) throws IOException, InterruptedException {
    String pipeline =
        "curl -sS -f -H 'Authorization: Bearer %s' '%s' | sha256sum"
            .formatted(token, source.item(item));
    long began = System.nanoTime();
    Process process = new ProcessBuilder("sh", "-c", pipeline).redirectErrorStream(true).start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    double rate = rate(began);
    if (!answer.startsWith(item.sha256())) {
      throw new IOException("curl with sha256sum failed (are both installed?): " + answer.trim());
    }
    return rate;
  }

  private double fetch(int round, BenchOrders orders, AgentProcess source, AgentProcess target)
      throws IOException, InterruptedException {
    Files.deleteIfExists(target.file());
    String token = orders.grant(round, source, TARGET);
    long began = System.nanoTime();
    target.order(orders.order(round, source, TARGET, TransportKind.P2P_HTTP, List.of()), token);
    target.await(BenchOrders.operation(round, TARGET), token);
    return rate(began);
  }

  /** MB (10^6 bytes) a second since then. */
  private double rate(long beganNanos) {
    return item.bytes() * 1e3 / (System.nanoTime() - beganNanos);
  }
}
