package io.ringrift.dataplane.agent.fetch.bittorrent;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A question of a swarm's member to its tracker.
 *
 * @param infoHash 40 hex digits
 * @param address where the member takes connections: the host that asked, the port that it names
 * @param leaving whether it says that it stops
 */
public record Announce(String infoHash, InetSocketAddress address, boolean leaving) {
  private static final int INFO_HASH_BYTES = 20;

  /**
   * Reads a query. An address that it names is ignored: members speak for themselves alone.
   *
   * @param query undecoded
   * @param from the host that asks
   * @throws IllegalArgumentException if a part is missing or wrong; names it
   */
  public static Announce of(String query, InetAddress from) {
    byte[] infoHash = decode(required(query, "info_hash"));
    if (infoHash.length != INFO_HASH_BYTES) {
      throw new IllegalArgumentException(
          "info_hash has %d bytes, allowed are %d".formatted(infoHash.length, INFO_HASH_BYTES));
    }
    String port = required(query, "port");
    if (!port.matches("[1-9]\\d{0,4}") || Integer.parseInt(port) > 65_535) {
      throw new IllegalArgumentException("port is '" + port + "', allowed is 1..65535");
    }
    return new Announce(
        HexFormat.of().formatHex(infoHash),
        new InetSocketAddress(from, Integer.parseInt(port)),
        parameter(query, "event").equals(Optional.of("stopped")));
  }

  /**
   * The query that says the same, save for the port.
   *
   * @param port where the member takes connections
   */
  String query(int port) {
    return "info_hash=%s&port=%d&compact=1%s"
        .formatted(infoHash.replaceAll("..", "%$0"), port, leaving ? "&event=stopped" : "");
  }

  private static String required(String query, String name) {
    return parameter(query, name)
        .orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }

  private static Optional<String> parameter(String query, String name) {
    for (String pair : query == null ? new String[0] : query.split("&")) {
      if (pair.startsWith(name + "=")) {
        return Optional.of(pair.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  /** An info hash is bytes, no text: it must not pass through a character set. */
  private static byte[] decode(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(INFO_HASH_BYTES);
    byte[] ascii = raw.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < ascii.length; i++) {
      if (ascii[i] == '%' && i + 2 < ascii.length) {
        bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(ascii[i]);
      }
    }
    return bytes.toByteArray();
  }
}
