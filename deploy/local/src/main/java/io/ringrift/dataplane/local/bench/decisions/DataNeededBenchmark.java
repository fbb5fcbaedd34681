package io.ringrift.dataplane.local.bench.decisions;

import io.ringrift.dataplane.streams.decision.NeedStep;
import io.ringrift.dataplane.streams.topology.StageTask.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One thread, one task of the decisions stage, one DATA_NEEDED after another. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 6, time = 5)
@Measurement(iterations = 5, time = 4)
public class DataNeededBenchmark {

  /** Items of the config. */
  @Param({"1000", "1000000"})
  public int items;

  /** One item in so many is eligible. */
  @Param({"1", "1000"})
  public int eligibleOneIn;

  /** Where the stores lie: a folder that exists. */
  @Param("")
  public String folder;

  private DecisionTask task;

  @Setup(Level.Trial)
  public void fill() throws IOException {
    task = DecisionTask.open(Files.createTempDirectory(Path.of(folder), "catalog-"));
    task.fill(items, eligibleOneIn);
  }

  /** From the event to the need, the items chosen for it, and their orders. */
  @Benchmark
  public List<NeedStep> decide() {
    return task.decide();
  }

  /** And the event remembered as answered, and need, timers and orders written. */
  @Benchmark
  public List<Written> handle() {
    return task.handle();
  }

  @TearDown(Level.Trial)
  public void close() {
    task.close();
  }
}
