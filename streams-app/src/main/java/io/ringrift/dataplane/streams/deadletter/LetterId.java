package io.ringrift.dataplane.streams.deadletter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a letter lies in {@code dataplane.dead-letters}: {@code 1@42}. */
public record LetterId(int partition, long offset) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})@(\\d{1,18})");

  /** Empty if the text is no id. */
  public static Optional<LetterId> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(
            new LetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return partition + "@" + offset;
  }
}
