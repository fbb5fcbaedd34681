package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One connection to a source. For one thread, but may be closed from any. */
public interface RangeConnection extends Closeable {

  /**
   * Asks for bytes {@code from} to {@code to}, both included, and reads the head of the answer.
   *
   * @param buffer receives, ready for reading, what has come of the body with the head
   * @throws FetchFailure if it is of no use to ask again
   */
  RangeAnswer get(String token, long from, long to, ByteBuffer buffer)
      throws IOException, FetchFailure;

  /**
   * Reads more of the body, waiting for it.
   *
   * @return number of bytes, -1 at its end
   */
  int read(ByteBuffer buffer) throws IOException;

  /** Drops the connection; the next request makes a new one. */
  void reset();
}
