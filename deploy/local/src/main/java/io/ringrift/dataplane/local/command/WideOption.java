package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.output.Screen;
import picocli.CommandLine.Option;

/** For commands whose tables have columns that not everybody needs. */
final class WideOption {
  @Option(
      names = "--wide",
      description = "All columns, also where they don't fit the terminal; a pipe gets all anyway.")
  private boolean wide;

  /** So wide may a table be. */
  int columns(Screen screen) {
    return wide || !screen.out() ? Integer.MAX_VALUE : screen.columnsOr(Integer.MAX_VALUE);
  }
}
