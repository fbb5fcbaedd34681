package io.ringrift.dataplane.streams.intake;

import io.ringrift.dataplane.streams.model.ClusterEvent;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of a loose event.
 *
 * @param type name of the event in the contract; null if it isn't known
 * @param event null if it was refused
 * @param flaws why it was refused; empty if it wasn't
 * @param notes what was assumed or worked out, for people
 * @param ignored names in the JSON that say nothing to the contract, sorted
 */
public record Normalised(
    String type, ClusterEvent event, List<Flaw> flaws, List<String> notes, List<String> ignored) {

  public Normalised {
    if ((event == null) == flaws.isEmpty()) {
      throw new IllegalArgumentException("either an event or flaws: " + event + ", " + flaws);
    }
    flaws = List.copyOf(flaws);
    notes = List.copyOf(notes);
    ignored = List.copyOf(ignored);
  }

  static Normalised refused(Flaw flaw) {
    return new Normalised(null, null, List.of(flaw), List.of(), List.of());
  }

  public boolean accepted() {
    return event != null;
  }

  /** Of the worst flaw; to be asked of refused ones only. */
  public String code() {
    return flaws.stream().map(Flaw::problem).min(Comparator.naturalOrder()).orElseThrow().code();
  }

  /** All flaws in one line. */
  public String cause() {
    return flaws.stream().map(Flaw::toString).collect(Collectors.joining("; "));
  }
}
