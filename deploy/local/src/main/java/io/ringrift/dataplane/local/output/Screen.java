package io.ringrift.dataplane.local.output;

import java.util.Map;

/**
 * What a person sees a command's answer on. The start script finds it out: Java alone can't tell
 * the two streams apart.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is a terminal
 * @param columns width of the terminal; 0 when it isn't known
 */
public record Screen(boolean out, boolean err, int columns) {
  /** No terminal at all: files, pipes and tests. */
  public static final Screen NONE = new Screen(false, false, 0);

  private static final String OUT = "dataplane.terminal.out";
  private static final String ERR = "dataplane.terminal.err";
  private static final String COLUMNS = "dataplane.terminal.columns";

  /** Of this process. Without the start script there is a terminal if Java sees one. */
  public static Screen ofThisProcess(Map<String, String> environment) {
    boolean console = System.console() != null;
    int chosen = columns(environment.get("COLUMNS"));
    return new Screen(
        isTerminal(OUT, console),
        isTerminal(ERR, console),
        chosen > 0 ? chosen : columns(System.getProperty(COLUMNS)));
  }

  private static boolean isTerminal(String property, boolean otherwise) {
    String told = System.getProperty(property);
    return told == null ? otherwise : told.equals("true");
  }

  private static int columns(String text) {
    return text != null && text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : 0;
  }

  /** The width to keep to, when that is known. */
  public int columnsOr(int otherwise) {
    return columns > 0 ? columns : otherwise;
  }
}
