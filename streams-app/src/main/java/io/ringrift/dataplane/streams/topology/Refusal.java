package io.ringrift.dataplane.streams.topology;

import java.util.Objects;

/**
 * Why a record can't be used.
 *
 * @param code a stable word for headers and counters, e.g. {@code invalid_event}
 * @param cause a sentence that names the field, its value and what is allowed
 */
public record Refusal(String code, String cause) {

  /** There is a record but no value in it. */
  static final String NO_VALUE = "no_value";

  /** A record of a keyed topic has no key. */
  static final String KEY_MISSING = "key_missing";

  /** The key isn't the id inside the value: the record would be folded into another row. */
  static final String KEY_MISMATCH = "key_mismatch";

  /** Not where murmur2 of its key puts it: rows of that key are held by another task. */
  static final String WRONG_PARTITION = "wrong_partition";

  static Refusal noValue() {
    return new Refusal(NO_VALUE, "the record has no value");
  }

  public Refusal {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(cause, "cause");
  }
}
