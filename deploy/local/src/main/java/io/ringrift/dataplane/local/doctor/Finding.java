package io.ringrift.dataplane.local.doctor;

/**
 * What a check found.
 *
 * @param what was looked at
 * @param verdict how it stands
 * @param detail what was found
 * @param next what to do about it; empty when it is well
 */
public record Finding(String what, Verdict verdict, String detail, String next) {

  /** How something stands. */
  public enum Verdict {
    OK,
    /** It works, but somebody should look at it. */
    WARNING,
    /** It does not work. */
    BAD
  }

  static Finding ok(String what, String detail) {
    return new Finding(what, Verdict.OK, detail, "");
  }

  static Finding warning(String what, String detail, String next) {
    return new Finding(what, Verdict.WARNING, detail, next);
  }

  static Finding bad(String what, String detail, String next) {
    return new Finding(what, Verdict.BAD, detail, next);
  }
}
