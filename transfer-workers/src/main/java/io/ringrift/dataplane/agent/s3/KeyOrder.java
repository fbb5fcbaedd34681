package io.ringrift.dataplane.agent.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The order in which S3 lists keys: that of their UTF-8 bytes. */
final class KeyOrder {

  private KeyOrder() {}

  static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
