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

  /** What somebody has to do about it, at the node that was told so. */
  public static String remedy(SdkException e) {
    if (of(e) != REFUSED) {
      return "see whether s3.endpoint is right and can be reached from this node";
    }
    return switch (e instanceof AwsServiceException answer ? code(answer) : "") {
      case "NoSuchBucket" -> "make the bucket, or name another one as s3.bucket";
      case "AccessDenied" ->
          "allow these credentials s3:ListBucket, s3:GetObject, s3:PutObject,"
              + " s3:AbortMultipartUpload and s3:DeleteObject";
      case "PermanentRedirect", "AuthorizationHeaderMalformed" -> "set s3.region to the bucket's";
      default ->
          "give this node's agent the bucket's credentials: AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY, a profile, or the role of the instance";
    };
  }

  private static String code(AwsServiceException answer) {
    return answer.awsErrorDetails() == null
        ? ""
        : String.valueOf(answer.awsErrorDetails().errorCode());
  }

  public static S3Trouble of(SdkException e) {
    if (e instanceof AwsServiceException answer) {
      String code = code(answer);
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
