package io.ringrift.dataplane.local.chaos;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Which bytes of one connection are an item's: the only ones of which a bit may be flipped, since
 * the item's hash has to find it. Heads, orders and answers about them have no checksum of their
 * own; what guards those on a network that lets wrong bits through is TLS.
 */
@FunctionalInterface
interface ItemBytes {

  /**
   * Called for all that passes, in both directions.
   *
   * @param up whether the client sent it
   * @param count bytes of {@code buffer} that were read at once
   * @return the first of these bytes that is an item's, all after it are too; {@code count}: none
   */
  int begin(boolean up, byte[] buffer, int count);

  /** A protocol that checks what it carries: all that the server sends. */
  static Supplier<ItemBytes> ofServer() {
    return () -> (up, buffer, count) -> up ? count : 0;
  }

  /** A line on which all is guarded, in both directions: TLS. */
  static Supplier<ItemBytes> ofBoth() {
    return () -> (up, buffer, count) -> 0;
  }

  /**
   * HTTP: the bodies of good answers to {@code GET}, and those of {@code PUT}.
   *
   * @param requests how the requests begin that carry an item: method, space, begin of the path
   */
  static Supplier<ItemBytes> ofHttp(List<String> requests) {
    return () -> new Http(requests);
  }

  /**
   * A client sends nothing before it has the whole answer to what it sent before, so that a head is
   * at the beginning of what is read at once.
   */
  final class Http implements ItemBytes {
    private static final List<String> METHODS =
        List.of("GET /", "PUT /", "POST /", "HEAD /", "DELETE /");
    private static final String GOOD = "HTTP/1.1 20";
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final int LONGEST_BEGINNING = 64;

    private final List<String> requests;
    private volatile boolean brings;
    private volatile boolean fetches;

    private Http(List<String> requests) {
      this.requests = List.copyOf(requests);
    }

    @Override
    public int begin(boolean up, byte[] buffer, int count) {
      String first =
          new String(buffer, 0, Math.min(count, LONGEST_BEGINNING), StandardCharsets.ISO_8859_1);
      if (up && METHODS.stream().anyMatch(first::startsWith)) {
        boolean item = requests.stream().anyMatch(first::startsWith);
        brings = item && first.startsWith("PUT");
        fetches = item && first.startsWith("GET");
        return brings ? headEnd(buffer, count) : count;
      }
      if (!up && first.startsWith("HTTP/1.")) {
        fetches = fetches && first.startsWith(GOOD);
        return fetches ? headEnd(buffer, count) : count;
      }
      return (up ? brings : fetches) ? 0 : count;
    }

    private static int headEnd(byte[] buffer, int count) {
      for (int i = 0; i + HEAD_END.length <= count; i++) {
        if (Arrays.equals(buffer, i, i + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
          return i + HEAD_END.length;
        }
      }
      return count;
    }
  }
}
