package io.ringrift.dataplane.agent.fetch.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RangeAnswerTest {
  @Test
  void readsAHeadAndStopsAtTheBody() throws Exception {
    ByteBuffer buffer =
        bytes(
            "HTTP/1.1 206 Partial Content\r\nContent-length: 7\r\nETAG: \"abc\"\r\n"
                + "Content-Range: bytes 8-14/20\r\nLast-Modified: Tue, 24 Nov 2026 12:00:00 GMT\r\n"
                + "\r\nbody");

    RangeAnswer answer = RangeAnswer.parse(buffer);

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.contentLength()).isEqualTo(7);
    assertThat(answer.isContent("abc")).isTrue();
    assertThat(answer.isContent("abcd")).isFalse();
    assertThat(answer.isRange(8, 20)).isTrue();
    assertThat(answer.isRange(0, 20)).isFalse();
    assertThat(answer.isRange(8, 21)).isFalse();
    assertThat(answer.lastModified()).contains(Instant.parse("2026-11-24T12:00:00Z"));
    assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(StandardCharsets.UTF_8.decode(buffer).toString()).isEqualTo("body");
  }

  @Test
  void waitsForTheWholeHead() throws Exception {
    assertThat(RangeAnswer.parse(bytes("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n"))).isNull();
  }

  @Test
  void refusesWhatIsNoAnswerOfAnAgent() throws Exception {
    assertThatThrownBy(() -> RangeAnswer.parse(bytes("SSH-2.0-OpenSSH\r\n\r\n")))
        .isInstanceOf(IOException.class)
        .hasMessage("not an HTTP answer: SSH-2.0-OpenSSH");
    RangeAnswer chunked =
        RangeAnswer.parse(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
    assertThatThrownBy(chunked::contentLength)
        .hasMessage("answer has Content-Length '', a number is needed");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
