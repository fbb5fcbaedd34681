package io.ringrift.dataplane.agent.fetch.rsync;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import java.io.IOException;

/** What rsync's exit codes mean here; see its manual. */
final class RsyncExit {
  static final int OK = 0;

  private static final String FULL = "No space left";

  private RsyncExit() {}

  /**
   * @param said what rsync printed besides its progress, for people
   */
  static FetchFailure failure(int code, String said) {
    String message = "rsync ended with %d: %s".formatted(code, said.isEmpty() ? "no word" : said);
    return new FetchFailure(cause(code, said), message);
  }

  static FetchFailure ofDisk(IOException e) {
    return new FetchFailure(FailureCode.ofDisk(e), e.toString());
  }

  private static FailureCode cause(int code, String said) {
    if (said.contains(FULL)) {
      return FailureCode.DISK_FULL;
    }
    return switch (code) {
      // The way to the source: start of the protocol, sockets, the stream, connecting.
      case 5, 10, 12, 35 -> FailureCode.UNREACHABLE;
      case 30 -> FailureCode.STALLED;
      case 3, 11 -> FailureCode.TARGET_IO;
      // Some of it could not be read there, or has vanished.
      case 23, 24 ->
          said.contains("failed verification")
              ? FailureCode.CHECKSUM_MISMATCH
              : FailureCode.SOURCE_MISSING;
      // Incompatible versions or options.
      case 1, 2, 4 -> FailureCode.SOURCE_LACKS_TRANSPORT;
      default -> FailureCode.INTERNAL_ERROR;
    };
  }
}
