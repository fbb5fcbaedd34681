package io.ringrift.dataplane.local.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Units;
import io.ringrift.dataplane.streams.replay.Difference;
import io.ringrift.dataplane.streams.replay.Finding;
import io.ringrift.dataplane.streams.replay.kafka.EntryJson;
import io.ringrift.dataplane.streams.replay.kafka.HistoryEntry;
import io.ringrift.dataplane.streams.replay.kafka.RegistersJson;
import io.ringrift.dataplane.streams.replay.kafka.Verdict;
import java.util.List;
import java.util.Locale;

/** Shows what a verification found. */
public final class VerdictReport {

  private final Verdict verdict;

  public VerdictReport(Verdict verdict) {
    this.verdict = verdict;
  }

  /**
   * As text.
   *
   * @param limit differing items that are shown
   */
  public void print(Output output, int limit) {
    output.line("live     " + verdict.live().hex() + "  " + items(verdict.live().items()));
    output.line("history  " + verdict.rebuilt().hex() + "  " + items(verdict.rebuilt().items()));
    output.line(
        String.format(
            Locale.ROOT,
            "%,d records folded in %s (%,d/s), %,d of them refused as when they were new; all in %s",
            verdict.records(),
            Units.duration(verdict.folding()),
            verdict.rate(),
            verdict.refused(),
            Units.duration(verdict.took())));
    if (verdict.equal()) {
      output.line("equal: the live manifest is what the history says");
      return;
    }
    List<Difference> shown = verdict.differences().stream().limit(limit).toList();
    shown.forEach(difference -> print(output, difference));
    long differing = verdict.differences().size() + verdict.more();
    output.line("");
    output.line(
        String.format(
            Locale.ROOT,
            "different: %s%s",
            items(differing),
            differing > shown.size() ? ", of which " + shown.size() + " are shown (--limit)" : ""));
  }

  private void print(Output output, Difference difference) {
    output.line("");
    output.line(difference.itemId());
    for (Finding finding : difference.findings()) {
      output.line("  " + finding.code() + "  " + finding.subject());
      output.line("    live     " + (finding.live() == null ? "-" : finding.live()));
      output.line("    history  " + (finding.rebuilt() == null ? "-" : finding.rebuilt()));
    }
    List<HistoryEntry> events = verdict.events().getOrDefault(difference.itemId(), List.of());
    if (!events.isEmpty()) {
      output.line("  made by");
      events.forEach(e -> output.line("    " + e.at() + "  " + e.position() + "  " + e.words()));
    }
  }

  /** As JSON, with both versions of every differing item. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("equal", verdict.equal())
        .put("live_digest", verdict.live().hex())
        .put("history_digest", verdict.rebuilt().hex())
        .put("live_items", verdict.live().items())
        .put("history_items", verdict.rebuilt().items())
        .put("records", verdict.records())
        .put("refused", verdict.refused())
        .put("records_per_s", verdict.rate())
        .put("took_ms", verdict.took().toMillis())
        .put("differing", verdict.differences().size() + verdict.more());
    ArrayNode differences = json.putArray("differences");
    for (Difference difference : verdict.differences()) {
      ObjectNode node = differences.addObject().put("item_id", difference.itemId());
      ArrayNode findings = node.putArray("findings");
      for (Finding finding : difference.findings()) {
        findings
            .addObject()
            .put("code", finding.code().name())
            .put("subject", finding.subject())
            .put("live", finding.live())
            .put("history", finding.rebuilt());
      }
      node.set("live", difference.live() == null ? null : RegistersJson.of(difference.live()));
      node.set(
          "history", difference.rebuilt() == null ? null : RegistersJson.of(difference.rebuilt()));
      ArrayNode events = node.putArray("events");
      verdict
          .events()
          .getOrDefault(difference.itemId(), List.of())
          .forEach(entry -> events.add(EntryJson.of(entry)));
    }
    return json;
  }

  private static String items(long count) {
    return String.format(Locale.ROOT, "%,d item%s", count, count == 1 ? "" : "s");
  }
}
