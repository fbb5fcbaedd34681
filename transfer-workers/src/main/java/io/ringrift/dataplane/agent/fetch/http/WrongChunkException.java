package io.ringrift.dataplane.agent.fetch.http;

import java.io.IOException;

/** A chunk is not as the list of chunk hashes says. */
final class WrongChunkException extends IOException {
  private static final long serialVersionUID = 1L;

  WrongChunkException(int chunk) {
    super("chunk " + chunk);
  }
}
