package io.ringrift.dataplane.local.output;

import java.io.PrintWriter;

/** One line at a terminal that is written over until it goes away. */
public final class LiveLine {
  private final PrintWriter to;
  private final int columns;
  private String shown = "";

  /**
   * @param columns of the terminal: a line that is wrapped can't be written over
   */
  public LiveLine(PrintWriter to, int columns) {
    this.to = to;
    this.columns = columns;
  }

  public void show(String text) {
    String line = text.length() < columns ? text : text.substring(0, Math.max(0, columns - 1));
    if (!line.equals(shown)) {
      to.print("\r" + line + " ".repeat(Math.max(0, shown.length() - line.length())));
      to.flush();
      shown = line;
    }
  }

  /** Leaves an empty line with the cursor at its beginning. */
  public void clear() {
    if (!shown.isEmpty()) {
      to.print("\r" + " ".repeat(shown.length()) + "\r");
      to.flush();
      shown = "";
    }
  }
}
