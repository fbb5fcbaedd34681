package io.ringrift.dataplane.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bad line does what it says, and nothing where it should be good. */
class FaultyLinkTest {
  private static final byte[] HEAD = "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ANSWER = new byte[100_000];
  private static final int CONNECTIONS = 60;

  /** With a good line nothing is waited for; with a bad one, silence is. */
  private static final int GOOD_MILLIS = 30_000;

  private static final int BAD_MILLIS = 300;

  static {
    new SplittableRandom(7).nextBytes(ANSWER);
    System.arraycopy(HEAD, 0, ANSWER, 0, HEAD.length);
  }

  private ServerSocket server;

  @BeforeEach
  void serve() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::answer, "server");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aGoodLineChangesNothing() throws IOException {
    try (FaultyLink link = link(0)) {
      for (int i = 0; i < 5; i++) {
        assertThat(received(link, "GET /item", GOOD_MILLIS)).isEqualTo(ANSWER);
      }
    }
  }

  @Test
  void everyFaultHappensAndAFlipIsOneBit() throws IOException {
    try (FaultyLink link = link(1)) {
      int flipped = 0;
      for (int i = 0; i < CONNECTIONS; i++) {
        byte[] got = received(link, "GET /item", BAD_MILLIS);
        if (got.length == ANSWER.length && !Arrays.equals(got, ANSWER)) {
          assertThat(differingBits(got)).isEqualTo(1);
          assertThat(got).startsWith(HEAD);
          flipped++;
        }
      }
      Map<LinkFault, Long> happened = new EnumMap<>(LinkFault.class);
      for (LinkFault fault : LinkFault.values()) {
        happened.put(fault, link.happened(fault));
      }
      assertThat(happened)
          .allSatisfy((fault, count) -> assertThat(count).as("%s", fault).isPositive());
      assertThat(flipped).isPositive();
    }
  }

  @Test
  void noBitIsFlippedWhereNoItemIsCarried() throws IOException {
    try (FaultyLink link = link(1)) {
      for (int i = 0; i < CONNECTIONS; i++) {
        byte[] got = received(link, "POST /order", BAD_MILLIS);
        assertThat(got).isEqualTo(Arrays.copyOf(ANSWER, got.length));
      }
      assertThat(link.happened(LinkFault.FLIP)).isZero();
    }
  }

  private FaultyLink link(double share) {
    return new FaultyLink(
        server.getLocalPort(),
        share,
        ItemBytes.ofHttp(List.of("GET /item")),
        new SplittableRandom(1));
  }

  /** What came until the line ended, broke or fell silent. */
  private static byte[] received(FaultyLink link, String request, int patience) throws IOException {
    byte[] got = new byte[ANSWER.length];
    int count = 0;
    URI url = URI.create(link.url());
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
      socket.setSoTimeout(patience);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      for (int read = 0; read >= 0 && count < got.length; count += Math.max(0, read)) {
        read = socket.getInputStream().read(got, count, got.length - count);
      }
    } catch (IOException broken) {
      // Cut or silent: what came before is judged.
    }
    return Arrays.copyOf(got, count);
  }

  private static int differingBits(byte[] got) {
    int bits = 0;
    for (int i = 0; i < got.length; i++) {
      bits += Integer.bitCount((got[i] ^ ANSWER[i]) & 0xff);
    }
    return bits;
  }

  private void answer() {
    try {
      while (true) {
        Socket client = server.accept();
        Thread thread = new Thread(() -> answer(client), "answer");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void answer(Socket client) {
    try (client) {
      if (client.getInputStream().read() >= 0) {
        OutputStream out = client.getOutputStream();
        out.write(ANSWER);
      }
    } catch (IOException e) {
      // The line was bad.
    }
  }
}
