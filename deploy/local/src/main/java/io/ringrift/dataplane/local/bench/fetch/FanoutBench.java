package io.ringrift.dataplane.local.bench.fetch;

import io.ringrift.dataplane.local.bench.Bench;
import io.ringrift.dataplane.local.bench.BenchReport;
import io.ringrift.dataplane.local.bench.Scratch;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code dataplane bench fanout}: one item from one node to many, each an agent in a process of its
 * own, in every {@link FanoutWay}.
 *
 * <p>On one machine the line of the first source is as fast as memory, and all share its
 * processors: what it sent tells what a real line would gain, the time tells what it costs. With a
 * limit of what each sends the time tells what lines of that speed make of it.
 */
@Command(
    name = "fanout",
    header =
        "One item to many nodes: one after another, at once, with what others have, as a swarm.",
    description =
        "Prints for each way the time until all have it, the bytes that the first source sent and"
            + " the processor time of all agents. The swarm needs aria2c.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane bench fanout",
      "  ./dataplane bench fanout --mib 128",
      "  ./dataplane bench fanout --out-mib-per-second 50"
    })
public final class FanoutBench extends Bench {
  private static final double MIB = 1 << 20;

  @Option(
      names = "--mib",
      paramLabel = "N",
      defaultValue = "512",
      description = "Size in MiB (default: 512).")
  private int mib;

  @Option(
      names = "--targets",
      paramLabel = "N",
      defaultValue = "8",
      description = "Targets, 2..16 (default: 8).")
  private int targetCount;

  @Option(
      names = "--out-mib-per-second",
      paramLabel = "N",
      defaultValue = "0",
      description = "Most that each node sends, as a line of that speed would (default: no limit).")
  private int outMib;

  public FanoutBench(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (targetCount < 2 || targetCount > 16) {
      throw misused("--targets is " + targetCount + ", allowed is 2..16");
    }
    if (outMib < 0) {
      throw misused("--out-mib-per-second is " + outMib + ", allowed is 0 or more");
    }
    HttpClient http = HttpClient.newHttpClient();
    List<AgentProcess> agents = new ArrayList<>();
    try (Scratch scratch = scratch("bench-fanout")) {
      say("writing %,d MiB of random bytes".formatted(mib));
      BenchItem item = BenchItem.write(scratch.path().resolve("node-0"), mib);
      BenchOrders orders = new BenchOrders(scratch.path().resolve("keys"), item);
      say("starting %d agents; the first hashes it".formatted(targetCount + 1));
      try {
        for (int i = 0; i <= targetCount; i++) {
          agents.add(new AgentProcess(scratch.path(), "node-" + i, (long) outMib << 20, http));
        }
        AgentProcess source = agents.get(0);
        source.awaitServed(item, orders.grant(1, source, "node-1"));
        BenchReport report =
            new BenchReport("fanout")
                .figure("size_mib", mib, "size of the item")
                .figure("targets", targetCount, "")
                .figure("out_mib_per_s", outMib, "most that each sends; 0: no limit");
        int round = 1;
        for (FanoutWay way : FanoutWay.values()) {
          if (!way.possible()) {
            say(way.figure() + " is left out: there is no aria2c");
            continue;
          }
          say(way.figure());
          measure(way, round++, orders, agents, report);
        }
        print(report);
      } finally {
        agents.forEach(AgentProcess::close);
      }
    }
    return Failure.OK;
  }

  private static void measure(
      FanoutWay way, int round, BenchOrders orders, List<AgentProcess> agents, BenchReport report)
      throws IOException, InterruptedException {
    AgentProcess source = agents.get(0);
    List<AgentProcess> targets = agents.subList(1, agents.size());
    for (AgentProcess target : targets) {
      Files.deleteIfExists(target.file());
    }
    long sent = source.sentBytes();
    long cpu = cpuMillis(agents);
    long began = System.nanoTime();
    way.carry(round, orders, source, targets);
    double seconds = (System.nanoTime() - began) / 1e9;
    report.figure(way.figure() + "_s", seconds, "until all have it, hashed and on disk");
    report.figure(
        way.figure() + "_source_mib",
        (source.sentBytes() - sent) / MIB,
        "sent by the first source");
    report.figure(
        way.figure() + "_cpu_s", (cpuMillis(agents) - cpu) / 1e3, "processor time of all agents");
  }

  private static long cpuMillis(List<AgentProcess> agents) throws IOException {
    long sum = 0;
    for (AgentProcess agent : agents) {
      sum += agent.figures().cpuMillis();
    }
    return sum;
  }
}
