package io.ringrift.dataplane.streams.intake;

import java.util.ArrayList;
import java.util.List;

/**
 * One field of an event: under which names it comes, and what follows if it comes under several or
 * under none.
 *
 * @param name in the contract, or of a helper from which other fields are worked out
 * @param aliases other names, in any spelling of case and separators
 * @param atTop names that count only beside the payload, since inside it they mean something else
 * @param required refused without it
 * @param otherwise what holds without it, for people; null: nothing
 * @param firstWins of several values the first in the order of names; else they must be equal
 */
public record Field(
    String name,
    FieldKind kind,
    List<String> aliases,
    List<String> atTop,
    boolean required,
    String otherwise,
    boolean firstWins) {

  static Field of(String name, FieldKind kind, String... aliases) {
    return new Field(name, kind, List.of(aliases), List.of(), false, null, false);
  }

  Field also(List<String> more) {
    List<String> all = new ArrayList<>(aliases);
    all.addAll(more);
    return new Field(name, kind, List.copyOf(all), atTop, required, otherwise, firstWins);
  }

  Field needed() {
    return new Field(name, kind, aliases, atTop, true, otherwise, firstWins);
  }

  Field or(String newOtherwise) {
    return new Field(name, kind, aliases, atTop, required, newOtherwise, firstWins);
  }

  Field firstOf() {
    return new Field(name, kind, aliases, atTop, required, otherwise, true);
  }

  Field alsoAtTop(String... names) {
    return new Field(name, kind, aliases, List.of(names), required, otherwise, firstWins);
  }

  /** Every name, in order. */
  public List<String> names() {
    List<String> all = new ArrayList<>();
    all.add(name);
    all.addAll(aliases);
    all.addAll(atTop);
    return all;
  }

  /** For a refusal: the names, and what may stand under them. */
  String allowed() {
    return kind.allowed().replace("`", "") + "; under " + String.join(", ", names());
  }
}
