package io.ringrift.dataplane.agent.fetch.s3;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.agent.s3.S3Trouble;
import software.amazon.awssdk.core.exception.SdkException;

/** The failures that errors of a bucket are. */
final class S3Failures {
  private S3Failures() {}

  /** Of a bucket that something is brought into. */
  static FetchFailure failure(SdkException e, String message) {
    return switch (S3Trouble.of(e)) {
      case REFUSED -> refused(message);
      case SILENT, BUSY, AWAY -> new FetchFailure(FailureCode.BUCKET_AWAY, message);
      // The server has discarded it; what stood there still does.
      case DAMAGED -> new FetchFailure(FailureCode.CHECKSUM_MISMATCH, Reaction.RETRY_SAME, message);
      case MISSING, CHANGED -> new FetchFailure(FailureCode.TARGET_CHANGED, message);
    };
  }

  /** Another transport doesn't need the bucket's permission. */
  static FetchFailure refused(String message) {
    return new FetchFailure(FailureCode.UNAUTHORISED, Reaction.NEXT_TRANSPORT, message);
  }
}
