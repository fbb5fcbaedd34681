package io.ringrift.dataplane.agent.fetch.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** MD5 as S3 uses it: to confirm what arrived, not to identify anything. */
final class Digests {
  private Digests() {}

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  /** An ETag without its quotes. */
  static String bare(String etag) {
    return etag == null ? "" : etag.replace("\"", "");
  }
}
