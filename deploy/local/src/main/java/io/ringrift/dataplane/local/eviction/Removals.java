package io.ringrift.dataplane.local.eviction;

import io.ringrift.dataplane.avro.Eviction;
import io.ringrift.dataplane.avro.EvictionRequest;
import io.ringrift.dataplane.avro.EvictionState;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.BulkPublisher;
import io.ringrift.dataplane.local.kafka.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Publishes requests to remove copies and waits for what becomes of them. */
public final class Removals {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Settings settings;
  private final InstantSource clock;

  public Removals(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Asks for all that nothing was against.
   *
   * @return every one with the last word said of it within {@code patience}
   */
  public List<Removal> carryOut(List<Removal> removals, Duration patience) {
    String request = "evict-" + UUID.randomUUID();
    Map<String, Removal> all = new LinkedHashMap<>();
    removals.forEach(removal -> all.put(removal.key(), removal));
    long asked = removals.stream().filter(Removal::mayGo).count();
    if (asked == 0) {
      return removals;
    }
    try (Topics topics =
            new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
        TopicReader reader =
            TopicReader.of(settings)
                .on(topics.evictions(), found -> heard(found.value(), request, all))
                .atEnd()
                .open()) {
      publish(all, request);
      Instant deadline = clock.instant().plus(patience);
      while (all.values().stream().anyMatch(Removals::open) && clock.instant().isBefore(deadline)) {
        reader.readMore(POLL);
      }
    }
    return List.copyOf(all.values());
  }

  private void publish(Map<String, Removal> all, String request) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String user = System.getProperty("user.name", "somebody");
    try (BulkPublisher<EvictionRequest> publisher =
        BulkPublisher.open(settings, "dataplane-evict", Topics::evictionRequests)) {
      for (Map.Entry<String, Removal> entry : all.entrySet()) {
        Removal removal = entry.getValue();
        if (removal.mayGo()) {
          publisher.publish(
              removal.configKey(),
              new EvictionRequest(
                  request,
                  removal.itemId(),
                  removal.configKey(),
                  removal.nodeId(),
                  removal.sha256(),
                  user,
                  now));
          entry.setValue(removal.now(Removal.UNANSWERED, "asked for, nothing was heard yet"));
        }
      }
      publisher.finish();
    }
  }

  private static void heard(Eviction eviction, String request, Map<String, Removal> all) {
    if (!eviction.getRequestId().equals(request)) {
      return;
    }
    all.computeIfPresent(
        Removal.key(eviction.getItemId(), eviction.getNodeId()),
        (key, removal) -> removal.now(eviction.getState().name(), eviction.getReason()));
  }

  /** Whether more is to be heard. */
  private static boolean open(Removal removal) {
    return removal.state().equals(Removal.UNANSWERED)
        || removal.state().equals(EvictionState.ORDERED.name());
  }
}
