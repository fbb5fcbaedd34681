package io.ringrift.dataplane.streams.codec;

import com.fasterxml.jackson.core.JacksonException;

/** What is wrong with a text that is no JSON, for people. */
public final class JsonFault {

  private JsonFault() {}

  /** Where and what: {@code at line 1, column 45: Unexpected end-of-input}. */
  public static String of(JacksonException e) {
    String message = e.getOriginalMessage();
    // What follows is where a bracket was opened, wrapped in words about the parser's settings.
    int start = message.indexOf(" (start marker");
    return "at line "
        + e.getLocation().getLineNr()
        + ", column "
        + e.getLocation().getColumnNr()
        + ": "
        + (start < 0 ? message : message.substring(0, start));
  }
}
