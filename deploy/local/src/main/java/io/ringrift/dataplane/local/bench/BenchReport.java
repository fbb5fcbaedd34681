package io.ringrift.dataplane.local.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a bench measured: a table for people and, as the last line, one JSON object, so that runs
 * can be compared by machine.
 *
 * <p>Names carry their unit: {@code bare_records_per_s}, {@code latency_p99_ms}; ratios end in
 * {@code _ratio}.
 */
public final class BenchReport {
  private final String bench;
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private final Map<String, String> meanings = new LinkedHashMap<>();

  public BenchReport(String bench) {
    this.bench = bench;
  }

  /**
   * Adds a figure.
   *
   * @param name with the unit
   * @param meaning for people, with the target where there is one
   */
  public BenchReport figure(String name, double value, String meaning) {
    figures.put(name, value);
    meanings.put(name, meaning);
    return this;
  }

  /**
   * Prints the table and the JSON line.
   *
   * @param home the project's folder, for the commit
   */
  public void print(Output output, Path home) {
    if (!output.isJson()) {
      Table table = Table.of("FIGURE", ">VALUE", "MEANING");
      figures.forEach((name, value) -> table.row(name, text(value), meanings.get(name)));
      output.table(table);
    }
    output.jsonLine(json(commit(home)));
  }

  ObjectNode json(String commit) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("bench", bench);
    figures.forEach(json::put);
    json.put("commit", commit);
    json.put("java", System.getProperty("java.version"));
    return json;
  }

  private static String text(double value) {
    return Math.abs(value) >= 100 || value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  private static String commit(Path home) {
    try {
      Process git =
          new ProcessBuilder("git", "-C", home.toString(), "rev-parse", "--short", "HEAD").start();
      try (BufferedReader out =
          new BufferedReader(new InputStreamReader(git.getInputStream(), StandardCharsets.UTF_8))) {
        String commit = out.readLine();
        return commit == null ? "unknown" : commit;
      }
    } catch (IOException e) {
      return "unknown";
    }
  }
}
