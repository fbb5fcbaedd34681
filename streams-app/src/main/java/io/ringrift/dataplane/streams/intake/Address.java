package io.ringrift.dataplane.streams.intake;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network address where a node's id should be: HOST_ONLINE of older services has one in {@code
 * host}.
 *
 * @param host an IPv4 or IPv6 address without brackets, or a host name out of a URL; lower case
 * @param port 0: any
 */
public record Address(String host, int port) {

  private static final Pattern URL =
      Pattern.compile("https?://(\\[[0-9a-fA-F:.]+]|[^/:\\s]+)(?::(\\d{1,5}))?(?:/.*)?");
  private static final Pattern PLAIN =
      Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|localhost|\\[[0-9a-fA-F:.]+])(?::(\\d{1,5}))?");
  private static final Pattern BARE_IPV6 = Pattern.compile("[0-9a-fA-F.]*(?::[0-9a-fA-F.]*){2,}");

  /** The address that the text is; empty for what can only be a name. */
  public static Optional<Address> parse(String text) {
    for (Pattern pattern : new Pattern[] {URL, PLAIN}) {
      Matcher matcher = pattern.matcher(text);
      if (matcher.matches()) {
        return Optional.of(of(matcher.group(1), matcher.group(2)));
      }
    }
    return BARE_IPV6.matcher(text).matches() ? Optional.of(of(text, null)) : Optional.empty();
  }

  /** Whether it can be this one: the same host, and the same port if both say one. */
  public boolean fits(Address other) {
    return host.equals(other.host) && (port == 0 || other.port == 0 || port == other.port);
  }

  private static Address of(String host, String port) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new Address(bare.toLowerCase(Locale.ROOT), port == null ? 0 : Integer.parseInt(port));
  }
}
