package io.ringrift.dataplane.contract.admin;

import io.ringrift.dataplane.contract.TopicPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What became of each topic, in the order of the catalogue.
 *
 * @param findings one a topic
 */
public record TopicReport(List<TopicFinding> findings) {

  private static final List<String> HEADINGS =
      List.of("TOPIC", "PARTITIONS", "CLEANUP", "RETENTION", "OUTCOME");

  public TopicReport {
    findings = List.copyOf(findings);
  }

  /** Whether all topics are now as the catalogue has them. */
  public boolean good() {
    return findings.stream().allMatch(TopicFinding::good);
  }

  /** A table for a terminal, one row a topic, ending with a line break. */
  public String table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    for (TopicFinding finding : findings) {
      TopicPolicy policy = finding.topic().policy();
      rows.add(
          List.of(
              finding.topic().name(),
              Integer.toString(policy.partitions()),
              policy.cleanup(),
              retention(policy),
              finding.outcome()));
    }
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(String.format(Locale.ROOT, "%-" + widths[i] + "s  ", row.get(i)));
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }

  private static String retention(TopicPolicy policy) {
    Duration retention = policy.retention();
    if (retention != null) {
      return retention.toDays() + " d";
    }
    return policy.cleanup().equals(TopicPolicy.COMPACT) ? "last of a key" : "for ever";
  }
}
