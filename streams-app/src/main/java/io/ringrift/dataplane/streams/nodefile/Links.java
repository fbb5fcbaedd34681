package io.ringrift.dataplane.streams.nodefile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How far places are from one another, as the file says. */
record Links(List<Link> all) {

  static final int MOST_MS = 60_000;

  /**
   * The way between two places, each a node, a rack or a provider.
   *
   * @param latencyMs of a round trip, 1..60000
   */
  record Link(String a, String b, int latencyMs) {

    String text() {
      return a + " - " + b;
    }
  }

  static Links read(JsonNode listed, List<String> faults) {
    List<Link> links = new ArrayList<>();
    if (!listed.isMissingNode() && !listed.isNull() && !listed.isArray()) {
      faults.add(
          "file: links is "
              + listed
              + ", allowed: a list of {between: [place, place], latency_ms}");
    }
    for (int i = 0; i < listed.size(); i++) {
      Fields link = new Fields("links, entry " + (i + 1), listed.get(i), faults);
      List<String> between = List.copyOf(link.words("between"));
      int latencyMs = link.number("latency_ms", 1, MOST_MS);
      link.refuseOthers();
      if (between.size() == 2 && latencyMs > 0) {
        links.add(new Link(between.get(0), between.get(1), latencyMs));
      } else if (between.size() != 2) {
        faults.add(
            "links, entry %d: between is %s, allowed: two places, each a node, a rack or a provider"
                .formatted(i + 1, between));
      } else if (listed.get(i).get("latency_ms") == null) {
        faults.add("links, entry %d: latency_ms is missing, allowed: 1..60000".formatted(i + 1));
      }
    }
    return new Links(links);
  }

  /**
   * Round trips in ms from a node, by place.
   *
   * @param names of the node, its rack and its provider, the least exact first; null: not said
   */
  SortedMap<String, Integer> from(String... names) {
    SortedMap<String, Integer> latencies = new TreeMap<>();
    for (String name : names) {
      for (Link link : all) {
        if (link.a().equals(name)) {
          latencies.put(link.b(), link.latencyMs());
        } else if (link.b().equals(name)) {
          latencies.put(link.a(), link.latencyMs());
        }
      }
    }
    return latencies;
  }
}
