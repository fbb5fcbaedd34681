package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** From one that answers every request with the whole file. */
class PlainHttpWithoutRangesTest extends PlainHttpFetcherTest {
  @Override
  boolean ranges() {
    return false;
  }

  /** What is there is read once more, and thrown away. */
  @Override
  long repeatedBytesAllowed() {
    return 24 << 20;
  }

  @Test
  void readsTheFileOnceHoweverManySpansItHas() throws Exception {
    PullOrder order = offer("models/hex8_2p/spans.pth", 40 << 20);

    assertDone(order, pull(order));

    assertThat(server.asked()).containsExactly("HEAD 200", "GET 200");
  }
}
