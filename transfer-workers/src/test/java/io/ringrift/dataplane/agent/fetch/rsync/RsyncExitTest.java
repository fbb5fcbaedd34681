package io.ringrift.dataplane.agent.fetch.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RsyncExitTest {
  @ParameterizedTest
  @CsvSource({
    "5, '@ERROR: auth failed on module a1', UNREACHABLE",
    "10, 'connection refused', UNREACHABLE",
    "12, 'connection unexpectedly closed', UNREACHABLE",
    "30, 'timeout in data send/receive', STALLED",
    "23, 'link_stat failed', SOURCE_MISSING",
    "24, 'some files vanished', SOURCE_MISSING",
    "23, 'content failed verification', CHECKSUM_MISMATCH",
    "11, 'write failed: No space left on device', DISK_FULL",
    "11, 'write failed: Permission denied', TARGET_IO",
    "2, 'protocol version mismatch', SOURCE_LACKS_TRANSPORT",
    "14, 'fork failed', INTERNAL_ERROR"
  })
  void everyCodeAsksForWhatHelps(int code, String said, FailureCode cause) {
    assertThat(RsyncExit.failure(code, said).code()).isEqualTo(cause);
    assertThat(RsyncExit.failure(code, said)).hasMessage("rsync ended with %d: %s", code, said);
  }
}
