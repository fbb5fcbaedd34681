package io.ringrift.dataplane.streams.intake;

import io.ringrift.dataplane.streams.intake.Flaw.Problem;
import io.ringrift.dataplane.streams.model.ClusterEvent.Scope;
import io.ringrift.dataplane.streams.model.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes the scope of backpressure explicit. It comes in five shapes: a scope with its subject, a
 * node, a queue, a flag for the whole cluster, and nothing but a level. The last is refused: to
 * hold the whole cluster because one service is slow would be a guess.
 */
final class Pressure {

  private static final String SCOPE = "scope";
  private static final String SUBJECT = "subject";
  private static final String NODE = "node";
  private static final String QUEUE = "queue";
  private static final String CLUSTER = "cluster";

  private Pressure() {}

  /** The priority that a queue's name means: {@code low}, {@code dataplane.operations.low}. */
  static Optional<String> queue(String text) {
    String word =
        text.strip()
            .toUpperCase(Locale.ROOT)
            .replaceFirst("^(DATAPLANE\\.)?OPERATIONS\\.", "")
            .replace('-', '_');
    for (Priority priority : Priority.values()) {
      if (priority.name().equals(word)) {
        return Optional.of(word);
      }
    }
    return Optional.empty();
  }

  /** Fills in scope and subject, or says why it can't. */
  static void complete(EventShape shape, Values values, Findings findings) {
    List<Scope> said = new ArrayList<>();
    if (Boolean.TRUE.equals(values.as(Boolean.class, CLUSTER))) {
      said.add(Scope.CLUSTER);
    }
    if (values.has(NODE)) {
      said.add(Scope.NODE);
    }
    if (values.has(QUEUE)) {
      said.add(Scope.QUEUE);
    }
    if (!values.has(SCOPE)) {
      if (said.size() == 1) {
        values.put(SCOPE, said.get(0));
      } else if (said.size() > 1) {
        findings.flaw(Problem.AMBIGUOUS, shape.field(SCOPE), "hints at " + said);
        return;
      } else {
        return;
      }
    }
    addSubject(shape, values, findings);
  }

  private static void addSubject(EventShape shape, Values values, Findings findings) {
    Scope scope = values.as(Scope.class, SCOPE);
    String other = scope == Scope.NODE ? NODE : scope == Scope.QUEUE ? QUEUE : null;
    String named = other == null ? null : values.text(other);
    String subject = values.text(SUBJECT);
    if (scope == Scope.QUEUE && subject != null) {
      subject = queue(subject).orElse(subject);
    }
    if (subject != null && named != null && !subject.equals(named)) {
      findings.flaw(
          Problem.AMBIGUOUS,
          shape.field(SUBJECT),
          SUBJECT + " '" + subject + "', " + other + " '" + named + "'");
    } else if (subject == null && named == null && other != null) {
      findings.flaw(Problem.MISSING, shape.field(SUBJECT), null, shape.field(other).allowed());
    } else if (subject != null || named != null) {
      values.put(SUBJECT, subject == null ? named : subject);
    }
    if (scope == Scope.CLUSTER && values.has(NODE)) {
      findings.note("node '" + values.text(NODE) + "' doesn't narrow the scope CLUSTER");
    }
  }
}
