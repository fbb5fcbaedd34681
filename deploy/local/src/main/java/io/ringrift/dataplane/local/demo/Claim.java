package io.ringrift.dataplane.local.demo;

/**
 * Something that must be so at the end.
 *
 * @param what the claim
 * @param held whether it is so
 * @param found what was found, in either case
 */
record Claim(String what, boolean held, String found) {

  static Claim of(String what, boolean held, String found) {
    return new Claim(what, held, found);
  }

  String line() {
    return (held ? "held    " : "NOT SO  ") + what + ": " + found;
  }
}
