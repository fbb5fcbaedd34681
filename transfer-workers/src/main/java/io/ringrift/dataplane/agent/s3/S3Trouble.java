package io.ringrift.dataplane.agent.s3;

import java.net.SocketTimeoutException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an error of an S3 server, or on the way to it, asks for. */
public enum S3Trouble {
  /** There is no such object. */
  MISSING,
  /** The object is not, or no longer, what the request was about. */
  CHANGED,
  /** What arrived there is not what was sent. */
  DAMAGED,
  /** Credentials, permissions, bucket or region: the same fails again until somebody helps. */
  REFUSED,
  /** The server asks to come back. */
  BUSY,
  /** It is connected and says nothing. */
  SILENT,
  /** It can't be reached, or fails; the same may work a moment later. */
  AWAY;

  private static final Set<String> DAMAGES =
      Set.of("BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "IncompleteBody");

  public static S3Trouble of(SdkException e) {
    if (e instanceof AwsServiceException answer) {
      String code =
          answer.awsErrorDetails() == null
              ? ""
              : String.valueOf(answer.awsErrorDetails().errorCode());
      return DAMAGES.contains(code) ? DAMAGED : of(answer.statusCode(), code);
    }
    if (String.valueOf(e.getMessage()).startsWith("Unable to load credentials")) {
      return REFUSED;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return SILENT;
      }
    }
    return AWAY;
  }

  private static S3Trouble of(int status, String code) {
    return switch (status) {
      case 404 -> code.equals("NoSuchBucket") ? REFUSED : MISSING;
      case 409, 412, 416 -> CHANGED;
      case 429, 503 -> BUSY;
      default -> status < 500 ? REFUSED : AWAY;
    };
  }
}
