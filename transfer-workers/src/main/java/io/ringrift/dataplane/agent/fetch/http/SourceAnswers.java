package io.ringrift.dataplane.agent.fetch.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.Reaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What answers other than the content mean. */
public final class SourceAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_ERROR_BYTES = 16 * 1024;

  private SourceAnswers() {}

  /**
   * Reads the error that the source sent.
   *
   * @return the failure that it is
   * @throws SourceBusyException if the source asks to come back
   * @throws IOException if the answer makes no sense, or speaks of a passing trouble
   */
  static FetchFailure failure(RangeAnswer answer, RangeConnection connection, ByteBuffer buffer)
      throws IOException {
    JsonNode error = body(connection, buffer).path("error");
    return switch (answer.status()) {
      case 503 ->
          throw new SourceBusyException(message(answer.status(), error), answer.retryAfter());
      case 401, 403, 404, 409, 416, 500 -> failure(answer.status(), error);
      default -> throw new IOException(message(answer.status(), error));
    };
  }

  /**
   * What an error that the source has sent is, whatever was asked.
   *
   * @param error its code, message and reason
   */
  public static FetchFailure failure(int status, JsonNode error) {
    String message = message(status, error);
    String code = error.path("code").asText("");
    // An agent that does without the transport, or is older than it and has no such path.
    if (code.equals("unknown_transport") || code.equals("not_found")) {
      return new FetchFailure(FailureCode.SOURCE_LACKS_TRANSPORT, message);
    }
    return switch (status) {
      case 404, 416, 500 -> new FetchFailure(FailureCode.SOURCE_MISSING, message);
      case 401, 403 ->
          code.equals(FailureCode.UNTRUSTED_PEER.code())
              ? new FetchFailure(FailureCode.UNTRUSTED_PEER, message)
              : unauthorised(error.path("reason").asText(""), message);
      case 409 -> new FetchFailure(FailureCode.SUPERSEDED, message);
      case 502 -> new FetchFailure(FailureCode.PROGRAM_FAILED, message);
      case 503 -> new FetchFailure(FailureCode.SOURCE_BUSY, message);
      default -> new FetchFailure(FailureCode.UNREACHABLE, message);
    };
  }

  private static String message(int status, JsonNode error) {
    return "source answers %d %s: %s"
        .formatted(
            status,
            error.path("code").asText("without a code"),
            error.path("message").asText("no message"));
  }

  /** A new grant helps against an expired one, so the same source may be asked again. */
  private static FetchFailure unauthorised(String reason, String message) {
    return reason.equals("expired")
        ? new FetchFailure(FailureCode.UNAUTHORISED, Reaction.RETRY_SAME, message)
        : new FetchFailure(FailureCode.UNAUTHORISED, message);
  }

  private static JsonNode body(RangeConnection connection, ByteBuffer buffer) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(MAX_ERROR_BYTES);
    int read = 0;
    while (read >= 0 && body.remaining() >= buffer.remaining()) {
      body.put(buffer);
      buffer.clear().limit(Math.min(buffer.capacity(), MAX_ERROR_BYTES));
      read = connection.read(buffer);
      buffer.flip();
    }
    try {
      return JSON.readTree(StandardCharsets.UTF_8.decode(body.flip()).toString());
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }
}
