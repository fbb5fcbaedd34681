package io.ringrift.dataplane.contract.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Gathers the faults of one record. A method whose name begins with {@code optional} takes null for
 * a field that isn't set; to the others a missing value is a fault.
 */
final class Faults {

  private static final String TOKEN =
      "[A-Za-z0-9_.-]{1," + Limits.TOKEN_CHARS + "}, but not . or ..";

  private final Instant latest;
  private List<Fault> found;

  /**
   * @param logTime when the broker took the record; times may lie {@link Limits#AHEAD} after it
   */
  Faults(Instant logTime) {
    this.latest = logTime.plus(Limits.AHEAD);
  }

  List<Fault> all() {
    return found == null ? List.of() : List.copyOf(found);
  }

  /** A node id, config key, transport and the like. */
  void token(String field, String value) {
    if (!Text.isToken(value)) {
      add(field, Text.shown(value), TOKEN);
    }
  }

  void optionalToken(String field, String value) {
    if (value != null) {
      token(field, value);
    }
  }

  void eventId(String field, String value) {
    if (!Text.isEventId(value)) {
      add(field, Text.shown(value), "[A-Za-z0-9_.:-]{1," + Limits.EVENT_ID_CHARS + "}");
    }
  }

  /** Any other id: not empty, printable, at most 512 bytes. */
  void id(String field, String value) {
    if (value == null
        || value.isEmpty()
        || !Text.fits(value, Limits.ID_BYTES)
        || Text.hasControl(value)) {
      add(
          field,
          Text.shown(value),
          "1 to " + Limits.ID_BYTES + " bytes without control characters");
    }
  }

  void optionalId(String field, String value) {
    if (value != null) {
      id(field, value);
    }
  }

  void itemId(String field, String value) {
    if (value == null || !Text.fits(value, Limits.ID_BYTES) || !Text.isRelativePath(value)) {
      add(
          field,
          Text.shown(value),
          "a relative path of at most "
              + Limits.ID_BYTES
              + " bytes without .. or empty segments, backslash or control characters");
    }
  }

  void optionalItemId(String field, String value) {
    if (value != null) {
      itemId(field, value);
    }
  }

  void sha256(String field, String value) {
    if (!Text.isSha256(value)) {
      add(field, Text.shown(value), "64 lower-case hex digits");
    }
  }

  void optionalSha256(String field, String value) {
    if (value != null) {
      sha256(field, value);
    }
  }

  /** An absolute path at a node: never resolved by the data plane, only shown. */
  void optionalPath(String field, String value) {
    if (value != null && (!Text.fits(value, Limits.PATH_BYTES) || Text.hasControl(value))) {
      add(
          field,
          Text.shown(value),
          "at most " + Limits.PATH_BYTES + " bytes without control characters");
    }
  }

  /** Text for people. */
  void optionalText(String field, String value) {
    if (value != null && !Text.fits(value, Limits.TEXT_BYTES)) {
      add(field, Text.shown(value), "at most " + Limits.TEXT_BYTES + " bytes");
    }
  }

  /** Base URL of an agent. */
  void optionalEndpoint(String field, String value) {
    if (value != null
        && (!(value.startsWith("http://") || value.startsWith("https://"))
            || !Text.fits(value, Limits.ID_BYTES)
            || Text.hasControl(value)
            || value.indexOf(' ') >= 0)) {
      add(
          field,
          Text.shown(value),
          "a URL that starts with http:// or https://, at most " + Limits.ID_BYTES + " bytes");
    }
  }

  void atLeast(long least, String field, long value) {
    if (value < least) {
      add(field, Long.toString(value), least + " or more");
    }
  }

  /** How long something took or takes, ms. */
  void lasting(String field, long millis) {
    if (millis < 0 || millis > Limits.LASTING.toMillis()) {
      add(field, Long.toString(millis), "0 to " + Limits.LASTING.toMillis());
    }
  }

  void optionalLasting(String field, Long millis) {
    if (millis != null) {
      lasting(field, millis);
    }
  }

  void optionalAtLeast(long least, String field, Long value) {
    if (value != null) {
      atLeast(least, field, value);
    }
  }

  /** A quality in 0..1; NaN is none. */
  void optionalQuality(String field, Double value) {
    if (value != null && !(value >= 0 && value <= 1)) {
      add(field, value.toString(), "0 to 1");
    }
  }

  void optionalFinite(String field, Double value) {
    if (value != null && !Double.isFinite(value)) {
      add(field, value.toString(), "a finite number");
    }
  }

  void time(String field, Instant value) {
    if (value.isAfter(latest)) {
      add(
          field,
          value.toString(),
          "at most " + latest + ", 10 minutes after the record's log time");
    }
  }

  void optionalTime(String field, Instant value) {
    if (value != null) {
      time(field, value);
    }
  }

  /** A list that isn't too long, and each of its entries. */
  <E> void each(int most, String field, List<E> values, BiConsumer<String, E> check) {
    if (values.size() > most) {
      add(field, values.size() + " entries", "at most " + most);
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      check.accept(field, values.get(i));
    }
  }

  void require(boolean holds, String field, Object value, String allowed) {
    if (!holds) {
      boolean isText = value == null || value instanceof String;
      add(field, isText ? Text.shown((String) value) : value.toString(), allowed);
    }
  }

  private void add(String field, String value, String allowed) {
    if (found == null) {
      found = new ArrayList<>();
    }
    found.add(new Fault(field, value, allowed));
  }
}
