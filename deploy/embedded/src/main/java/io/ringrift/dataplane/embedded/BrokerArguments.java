package io.ringrift.dataplane.embedded;

import io.ringrift.dataplane.embedded.process.ParentLink;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** The command line of {@link BrokerMain}. */
record BrokerArguments(Path data, int port, int registryPort, boolean withParent) {
  static final String USAGE =
      "usage: BrokerMain --data DIR [--port N, default 9092, 0 = free]"
          + " [--registry-port N, default 8081, 0 = free] [--with-parent]";

  /**
   * @throws IllegalArgumentException naming the word that is wrong or missing
   */
  static BrokerArguments parse(String... words) {
    Path data = null;
    int port = 9092;
    int registryPort = 8081;
    boolean withParent = false;
    Iterator<String> rest = List.of(words).iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word) {
        case "--data" -> data = Path.of(value(word, rest));
        case "--port" -> port = port(word, value(word, rest));
        case "--registry-port" -> registryPort = port(word, value(word, rest));
        case ParentLink.FLAG -> withParent = true;
        default -> throw new IllegalArgumentException("unknown argument " + word);
      }
    }
    if (data == null) {
      throw new IllegalArgumentException("--data is missing: the folder of the broker's data");
    }
    return new BrokerArguments(data, port, registryPort, withParent);
  }

  private static String value(String word, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(word + " needs a value");
    }
    return rest.next();
  }

  private static int port(String word, String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message below.
    }
    throw new IllegalArgumentException(word + " is " + text + "; allowed are 0..65535");
  }
}
