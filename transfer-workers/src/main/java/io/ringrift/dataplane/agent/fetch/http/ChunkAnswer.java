package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.PullSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads what a source says of the chunks of a content: an answer of known length. */
final class ChunkAnswer {
  private static final int BUFFER_BYTES = 64 * 1024;

  private ChunkAnswer() {}

  /**
   * Asks and reads the whole answer.
   *
   * @throws FetchFailure if the source doesn't have the content
   * @throws SourceBusyException if it asks to come back
   */
  static byte[] read(FetchTask task, PullSource source, RangeConnection connection, int length)
      throws IOException, FetchFailure {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    RangeAnswer answer = connection.get(source.token(), 0, length - 1, buffer);
    if (answer.status() != 200 && answer.status() != 206) {
      throw SourceAnswers.failure(answer, connection, buffer);
    }
    if (!answer.isContent(task.order().sha256()) || answer.contentLength() != length) {
      throw new IOException(
          "it offers %s of %d bytes, asked was for %d bytes about %s"
              .formatted(
                  answer.headers().get("etag"),
                  answer.contentLength(),
                  length,
                  task.order().sha256()));
    }
    ByteBuffer body = ByteBuffer.allocate(length);
    body.put(buffer);
    while (body.hasRemaining()) {
      buffer.clear();
      if (connection.read(buffer) < 0) {
        throw new IOException("the source sent less than it said");
      }
      body.put(buffer.flip());
    }
    return body.array();
  }
}
