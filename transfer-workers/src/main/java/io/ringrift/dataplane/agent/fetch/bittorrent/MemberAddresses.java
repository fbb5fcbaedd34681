package io.ringrift.dataplane.agent.fetch.bittorrent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.zip.CRC32;

/**
 * Addresses of this host by which {@code aria2c} tells members apart. It shuns the address of a
 * member that sent spoilt bytes: were all of them 127.0.0.1, one would have it shun all.
 */
final class MemberAddresses {
  /** The one that every host has. */
  static final InetAddress LOOPBACK = loopback(0, 0, 1);

  private static final byte NETWORK = 127;

  /** Neither the first nor the last of a network, nor the one that everybody uses. */
  private static final int FIRST = 2;

  private static final int HOSTS = 250;

  private final boolean whole;

  /** Finds out whether this host has the whole network 127.0.0.0/8, as Linux has, or one of it. */
  MemberAddresses() {
    this.whole = bindable(address(0));
  }

  /** The address that stands for a member's; the same for the same. */
  InetAddress of(InetAddress member) {
    if (!whole) {
      return LOOPBACK;
    }
    CRC32 hash = new CRC32();
    hash.update(member.getAddress());
    return address(hash.getValue());
  }

  private static InetAddress address(long hash) {
    return loopback(
        FIRST + (int) (hash % HOSTS),
        FIRST + (int) (hash / HOSTS % HOSTS),
        FIRST + (int) (hash / HOSTS / HOSTS % HOSTS));
  }

  private static InetAddress loopback(int second, int third, int fourth) {
    try {
      return InetAddress.getByAddress(
          new byte[] {NETWORK, (byte) second, (byte) third, (byte) fourth});
    } catch (IOException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static boolean bindable(InetAddress address) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
