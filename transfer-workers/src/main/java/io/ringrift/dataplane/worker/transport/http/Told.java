package io.ringrift.dataplane.worker.transport.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Whether what an agent tells may go into a result. The ledger refuses a whole result for one field
 * of it that is out of form, and would then never hear how the transfer ended.
 */
final class Told {
  /** As long as the ledger waits after a failure; a busy agent names seconds. */
  static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  /** Node ids and codes, as the contract has them. */
  private static final Pattern TOKEN = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.-]{1,64}");

  /** An absolute path: at most 4,096 bytes in UTF-8, no control character. */
  private static final int PATH_BYTES = 4096;

  private static final Pattern PRINTABLE = Pattern.compile("[^\\p{Cntrl}\\x80-\\x9f]*");

  private Told() {}

  /** Whether every field is of a form that results and leases may carry. */
  static boolean canBePassedOn(PullStatus status) {
    return status.state() != null
        && status.bytesDone() >= 0
        && status.bytesReceived() >= 0
        && isTokenIfSet(status.sourceNode())
        && (status.failure() == null || isTokenIfSet(status.failure().code()))
        && isCountIfSet(status.boot())
        && isCountIfSet(status.sequence())
        && (status.path() == null || isPath(status.path()))
        && status.droppedSources().stream()
            .allMatch(each -> isToken(each.sourceNode()) && isToken(each.code()));
  }

  /** A wait of so many ms, within bounds. */
  static Duration waitOf(long millis) {
    return Duration.ofMillis(Math.max(0, Math.min(millis, LONGEST_WAIT.toMillis())));
  }

  static boolean isToken(String text) {
    return text != null && TOKEN.matcher(text).matches();
  }

  private static boolean isPath(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length <= PATH_BYTES
        && PRINTABLE.matcher(text).matches();
  }

  private static boolean isTokenIfSet(String text) {
    return text == null || isToken(text);
  }

  private static boolean isCountIfSet(Long number) {
    return number == null || number >= 0;
  }
}
