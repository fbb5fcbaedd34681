package io.ringrift.dataplane.agent.npz;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What reading a file found.
 *
 * @param samples first dimension of {@code features}, else of the first array that has one
 * @param arrays those whose header could be read, in the order of the file
 * @param faults none: the file is good
 */
public record NpzReport(OptionalLong samples, List<NpzArray> arrays, List<NpzFault> faults) {
  private static final int SHOWN_FAULTS = 5;

  public NpzReport {
    arrays = List.copyOf(arrays);
    faults = List.copyOf(faults);
  }

  public boolean valid() {
    return faults.isEmpty();
  }

  /** The first faults in one line, for people. */
  public String evidence() {
    String shown =
        faults.stream()
            .limit(SHOWN_FAULTS)
            .map(NpzFault::toString)
            .collect(Collectors.joining("; "));
    int more = faults.size() - SHOWN_FAULTS;
    return more > 0 ? shown + "; and " + more + " more" : shown;
  }
}
