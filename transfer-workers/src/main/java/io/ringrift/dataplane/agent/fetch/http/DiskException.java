package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import java.io.IOException;

/** Writing failed here, not receiving: another connection would not help. */
final class DiskException extends IOException {
  private static final long serialVersionUID = 1L;

  DiskException(IOException cause) {
    super(cause);
  }

  FetchFailure asFailure() {
    return new FetchFailure(FailureCode.ofDisk(this), getCause().toString());
  }
}
