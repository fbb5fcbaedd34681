package io.ringrift.dataplane.local.bench.decisions;

import io.ringrift.dataplane.local.bench.Bench;
import io.ringrift.dataplane.local.bench.BenchReport;
import io.ringrift.dataplane.local.bench.Scratch;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code dataplane bench decisions}: DATA_NEEDED answered from a small and a large catalog, by JMH.
 */
@Command(
    name = "decisions",
    header = "What a decision costs with few and with many items of a config.",
    description = {
      "JMH, one thread: the real decisions stage over RocksDB with the settings of production. A"
          + " decision is from the event to the need, the three items chosen and their orders;"
          + " handling it also stores all that. Without broker and changelog.",
      "Targets: at least 20,000 a second at a million items; the same as at a thousand, also"
          + " where 99.9 %% of the rows can't be chosen."
    },
    footer = {
      "",
      "Examples:",
      "  ./dataplane bench decisions",
      "  ./dataplane bench decisions --items 100000"
    })
public final class DecisionsBench extends Bench {

  private static final int FEW = 1_000;

  private static final String DECIDE = "decide";
  private static final String HANDLE = "handle";

  /** 99.9 % are not eligible. */
  private static final int SELDOM = 1_000;

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Items of the large catalog (default: 1000000).")
  private int items;

  public DecisionsBench(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws IOException, RunnerException {
    try (Scratch folder = scratch("bench-decisions")) {
      Map<String, RunResult> results = new HashMap<>();
      for (RunResult result : run(folder)) {
        results.put(
            key(
                result.getPrimaryResult().getLabel(),
                result.getParams().getParam("items"),
                result.getParams().getParam("eligibleOneIn")),
            result);
      }
      print(report(results));
    }
    return Failure.OK;
  }

  private Collection<RunResult> run(Scratch folder) throws RunnerException {
    say("JMH, eight runs, each in a JVM of its own that fills its catalog first");
    Options options =
        new OptionsBuilder()
            .include(DataNeededBenchmark.class.getName())
            .param("items", Integer.toString(FEW), Integer.toString(items))
            .param("folder", folder.path().toString())
            .jvmArgs("-Xmx1g", "-Ddataplane.quiet=true")
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    return new Runner(options).run();
  }

  private BenchReport report(Map<String, RunResult> results) {
    double few = score(results, DECIDE, FEW, 1);
    double many = score(results, DECIDE, items, 1);
    double manySeldom = score(results, DECIDE, items, SELDOM);
    return new BenchReport("decisions")
        .figure("items", items, "of one config in the large catalog")
        .figure("few_decisions_per_s", few, "at 1,000 items, all eligible")
        .figure("many_decisions_per_s", many, "at the large catalog, target >= 20,000")
        .figure("many_to_few_ratio", many / few, "the same cost: target about 1")
        .figure(
            "few_seldom_decisions_per_s",
            score(results, DECIDE, FEW, SELDOM),
            "1,000 items, one of them eligible")
        .figure("many_seldom_decisions_per_s", manySeldom, "large catalog, 0.1 % eligible")
        .figure(
            "many_seldom_to_many_ratio",
            manySeldom / many,
            "rows that can't be chosen cost nothing: at least about 1")
        .figure(
            "few_handled_per_s",
            score(results, HANDLE, FEW, 1),
            "and the event remembered, need, timers and orders written, at 1,000 items")
        .figure("many_handled_per_s", score(results, HANDLE, items, 1), "at the large catalog")
        .figure(
            "many_error_per_s",
            result(results, DECIDE, items, 1).getPrimaryResult().getScoreError(),
            "of many_decisions_per_s, 99.9 % confidence");
  }

  private static double score(
      Map<String, RunResult> results, String what, int items, int eligibleOneIn) {
    return result(results, what, items, eligibleOneIn).getPrimaryResult().getScore();
  }

  private static RunResult result(
      Map<String, RunResult> results, String what, int items, int eligibleOneIn) {
    return results.get(key(what, Integer.toString(items), Integer.toString(eligibleOneIn)));
  }

  private static String key(String what, String items, String eligibleOneIn) {
    return what + " " + items + " " + eligibleOneIn;
  }
}
