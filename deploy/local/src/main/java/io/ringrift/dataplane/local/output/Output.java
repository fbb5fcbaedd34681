package io.ringrift.dataplane.local.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Where a command prints its answer: text for people, or JSON for programs. */
public final class Output {

  /** Values of {@code --output}. */
  public enum Format {
    TABLE,
    JSON
  }

  private final PrintWriter out;
  private final Format format;

  public Output(PrintWriter out, Format format) {
    this.out = out;
    this.format = format;
  }

  /** Whether the answer is for a program: nothing but JSON may be printed then. */
  public boolean isJson() {
    return format == Format.JSON;
  }

  public void line(String text) {
    out.println(text);
    out.flush();
  }

  public void table(Table table) {
    table.lines().forEach(out::println);
    out.flush();
  }

  /** A table of which a narrow terminal shows the most useful columns. */
  public void table(Table table, int width) {
    Table shown = table.within(width);
    table(shown);
    if (shown != table) {
      line("more columns with --wide");
    }
  }

  /** One JSON value over several lines. */
  public void json(JsonNode value) {
    line(value.toPrettyString());
  }

  /** One JSON value on one line, for streams of them. */
  public void jsonLine(JsonNode value) {
    line(value.toString());
  }
}
