package io.ringrift.dataplane.agent.s3;

import java.time.Instant;
import java.util.Objects;

/** An object as a listing names it. */
record Listed(String key, String etag, long size, Instant modified) {

  Listed {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(etag, "etag");
    Objects.requireNonNull(modified, "modified");
  }
}
