package io.ringrift.dataplane.local.kafka;

import io.ringrift.dataplane.local.output.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.common.config.ConfigException;

/** Whether a broker is there at all, asked first: Kafka's clients would only time out. */
public final class Brokers {
  private static final int CONNECT_MILLIS = 2_000;

  private Brokers() {}

  /**
   * Returns when one of the addresses takes connections.
   *
   * @param bootstrapServers host:port each
   * @throws Failure when none does
   */
  public static void requireReachable(List<String> bootstrapServers) {
    String last = "";
    for (InetSocketAddress address : parsed(bootstrapServers)) {
      try (Socket socket = new Socket()) {
        socket.connect(address, CONNECT_MILLIS);
        return;
      } catch (IOException e) {
        last = e.getMessage();
      }
    }
    throw Failure.unreachable(
            "no broker answers at " + String.join(",", bootstrapServers) + " (" + last + ")", null)
        .next("start the stack with ./dataplane up, or name the address with --bootstrap-servers");
  }

  private static List<InetSocketAddress> parsed(List<String> bootstrapServers) {
    try {
      return ClientUtils.parseAndValidateAddresses(bootstrapServers, "use_all_dns_ips");
    } catch (ConfigException e) {
      throw Failure.usage(
          "bootstrap.servers is \""
              + String.join(",", bootstrapServers)
              + "\", allowed: host:port, more separated by commas; "
              + e.getMessage());
    }
  }
}
