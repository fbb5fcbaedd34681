package io.ringrift.dataplane.agent.serve;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes of an answer, written so that a connection stays cheap after it. */
final class Body {
  /**
   * Most in one write. For as long as a connection lasts the JDK's server keeps a buffer of twice
   * its largest write: 200 idle ones hold 13 MB of the heap's 64.
   */
  static final int WRITE_BYTES = 32 * 1024;

  private Body() {}

  static void write(HttpExchange exchange, byte[] bytes) throws IOException {
    OutputStream out = exchange.getResponseBody();
    for (int at = 0; at < bytes.length; at += WRITE_BYTES) {
      out.write(bytes, at, Math.min(WRITE_BYTES, bytes.length - at));
    }
  }
}
