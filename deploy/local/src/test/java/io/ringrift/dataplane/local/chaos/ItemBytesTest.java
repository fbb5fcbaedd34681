package io.ringrift.dataplane.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bits are flipped in items and nowhere else. */
class ItemBytesTest {
  private static final String GOOD = "HTTP/1.1 200 OK\r\nETag: x\r\n\r\n";

  private final ItemBytes line =
      ItemBytes.ofHttp(List.of("GET /v1/items/", "PUT /v1/uploads/")).get();

  @Test
  void aFetchedItemIsTheBodyOfTheAnswerAndAllThatFollows() {
    assertThat(up("GET /v1/items/a HTTP/1.1\r\n\r\n")).isEqualTo("");
    assertThat(down(GOOD + "bytes")).isEqualTo("bytes");
    assertThat(down("more")).isEqualTo("more");
  }

  @Test
  void theNextHeadOnTheConnectionIsNoItem() {
    up("GET /v1/items/a HTTP/1.1\r\n\r\n");
    down(GOOD + "bytes");
    up("GET /v1/items/b HTTP/1.1\r\n\r\n");
    assertThat(down(GOOD)).isEqualTo("");
    assertThat(down("bytes")).isEqualTo("bytes");
  }

  @Test
  void anAnswerThatRefusesAnItemIsNone() {
    up("GET /v1/items/a HTTP/1.1\r\n\r\n");
    assertThat(down("HTTP/1.1 409 Conflict\r\n\r\n{\"error\"")).isEqualTo("");
    assertThat(down(":\"superseded\"}")).isEqualTo("");
  }

  @Test
  void anOrderAndItsAnswerAreNone() {
    up("GET /v1/items/a HTTP/1.1\r\n\r\n");
    down(GOOD + "bytes");
    assertThat(up("POST /v1/pulls HTTP/1.1\r\n\r\n{}")).isEqualTo("");
    assertThat(down(GOOD + "{\"state\"")).isEqualTo("");
  }

  @Test
  void anItemThatIsBroughtIsTheBodyOfTheRequest() {
    assertThat(up("PUT /v1/uploads/a HTTP/1.1\r\n\r\nbytes")).isEqualTo("bytes");
    assertThat(up("more")).isEqualTo("more");
    assertThat(down(GOOD + "{}")).isEqualTo("");
  }

  @Test
  void ofAProtocolThatChecksItselfAllThatTheServerSends() {
    ItemBytes raw = ItemBytes.ofServer().get();
    byte[] words = {1, 2, 3};
    assertThat(raw.begin(false, words, 3)).isZero();
    assertThat(raw.begin(true, words, 3)).isEqualTo(3);
  }

  private String up(String text) {
    return items(true, text);
  }

  private String down(String text) {
    return items(false, text);
  }

  private String items(boolean up, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return text.substring(line.begin(up, bytes, bytes.length));
  }
}
