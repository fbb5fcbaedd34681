package io.ringrift.dataplane.streams.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Names of the headers that stages and workers give dead letters, and those of a redrive. */
public final class LetterHeaders {
  public static final String ERROR = "dataplane.error";
  public static final String CAUSE = "dataplane.cause";
  public static final String TOPIC = "dataplane.topic";
  public static final String PARTITION = "dataplane.partition";
  public static final String OFFSET = "dataplane.offset";
  public static final String TIMESTAMP = "dataplane.timestamp";
  public static final String STAGE = "dataplane.stage";

  /** Said of a record by whoever refused it, and not by whoever wrote it. */
  public static final List<String> OF_LETTERS =
      List.of(ERROR, CAUSE, TOPIC, PARTITION, OFFSET, TIMESTAMP, STAGE);

  /** On a record that was published again: which letter it was. */
  public static final String REDRIVEN_FROM = "dataplane.redriven-from";

  /** On a note in the dead letters: which letter of this partition was published again. */
  public static final String REDRIVEN = "dataplane.redriven";

  /** On that note: where it lies now. */
  public static final String REDRIVEN_TO = "dataplane.redriven-to";

  private LetterHeaders() {}

  /** Null if there is none. */
  public static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
