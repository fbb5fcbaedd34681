package io.ringrift.dataplane.streams.intake;

import java.util.ArrayList;
import java.util.List;

/** What turned up while one event was read. */
final class Findings {

  private static final int SHOWN_CHARS = 120;

  private final List<Flaw> flaws = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void flaw(Flaw.Problem problem, Field field, String found) {
    flaw(problem, field, found, field.allowed());
  }

  void flaw(Flaw.Problem problem, Field field, String found, String allowed) {
    flaws.add(new Flaw(field.name(), problem, found, allowed));
  }

  void note(String note) {
    notes.add(note);
  }

  List<Flaw> flaws() {
    return flaws;
  }

  List<String> notes() {
    return notes;
  }

  /** Whether it is already said what is wrong with the field. */
  boolean blames(Field field) {
    return flaws.stream().anyMatch(flaw -> flaw.field().equals(field.name()));
  }

  /** {@code host 'gpu-1'}: a name with its value, printable and not too long. */
  static String shown(Keys.Found found) {
    String text = found.text().replaceAll("\\p{Cntrl}", "?");
    return found.name()
        + " '"
        + (text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...")
        + "'";
  }
}
