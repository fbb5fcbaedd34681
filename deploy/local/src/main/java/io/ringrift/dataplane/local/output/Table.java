package io.ringrift.dataplane.local.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Rows under headings, as wide as their contents, two spaces between columns. Nothing is cut off:
 * ids must stay good for copying.
 */
public final class Table {
  private static final String GAP = "  ";

  private record Column(String heading, boolean right, boolean wide) {
    static Column of(String heading) {
      boolean wide = heading.startsWith("~");
      String rest = wide ? heading.substring(1) : heading;
      boolean right = rest.startsWith(">");
      return new Column(right ? rest.substring(1) : rest, right, wide);
    }

    String pad(String cell, int width) {
      String space = " ".repeat(width - cell.length());
      return right ? space + cell : cell + space;
    }
  }

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  private Table(List<Column> columns) {
    this.columns = columns;
  }

  /**
   * Headings of the columns; {@code >SIZE} is a column aligned to the right, {@code ~RACK} one that
   * a narrow terminal does without.
   */
  public static Table of(String... headings) {
    return new Table(Arrays.stream(headings).map(Column::of).toList());
  }

  /** Adds a row; null becomes {@code -}. */
  public Table row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.length + " cells for " + columns.size() + " columns");
    }
    rows.add(Arrays.stream(cells).map(cell -> Objects.toString(cell, "-")).toList());
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** This table, or where it is wider than that, one without the columns that can be spared. */
  public Table within(int width) {
    boolean fits = lines().stream().allMatch(line -> line.length() <= width);
    if (fits || columns.stream().noneMatch(Column::wide)) {
      return this;
    }
    int[] kept = IntStream.range(0, columns.size()).filter(i -> !columns.get(i).wide()).toArray();
    Table narrow = new Table(Arrays.stream(kept).mapToObj(columns::get).toList());
    rows.forEach(row -> narrow.rows.add(Arrays.stream(kept).mapToObj(row::get).toList()));
    return narrow;
  }

  public List<String> lines() {
    List<List<String>> all = new ArrayList<>();
    all.add(columns.stream().map(Column::heading).toList());
    all.addAll(rows);
    int[] widths = new int[columns.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      cells.add(columns.get(i).pad(row.get(i), widths[i]));
    }
    return String.join(GAP, cells).stripTrailing();
  }

  @Override
  public String toString() {
    return String.join("\n", lines());
  }
}
