package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.simulation.SeedScript.Gone;
import io.ringrift.dataplane.streams.simulation.SeedScript.Happening;
import io.ringrift.dataplane.streams.simulation.SeedScript.Made;
import io.ringrift.dataplane.streams.simulation.SeedScript.Trains;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The daemons that the plane replaces, each by its own cycle: AutoSyncDaemon pushes what is new at
 * a host to the drive and to one other host, {@code dynamic_data_distribution} copies the newest
 * NPZ of each config from the drive to every host that trains, S3NodeSyncDaemon uploads to the
 * bucket. None knows of the others, of training jobs or of hosts that are gone; a failure waits for
 * the next cycle.
 */
final class SeedDaemons {

  private static final Duration PUSH_CYCLE = Duration.ofSeconds(60);
  private static final Duration DISTRIBUTION_CYCLE = Duration.ofMinutes(5);
  private static final Duration UPLOAD_CYCLE = Duration.ofHours(1);

  /** Larger ones ran into a fixed timeout. */
  private static final long LARGEST_UPLOAD = 400_000_000L;

  private record Copy(Content content, String from, String to) {}

  private final SeedScript script;
  private final Agenda agenda = new Agenda(SimulatedCluster.T0);
  private final Random lots;
  private final SeedFigures figures = new SeedFigures();
  private final Map<String, Map<String, Content>> disks = new LinkedHashMap<>();
  private final Set<String> down = new HashSet<>();
  private final Set<Content> pushed = new HashSet<>();
  private final Map<String, Deque<Copy>> underWay = new HashMap<>();

  SeedDaemons(SeedScript script, long seed) {
    this.script = script;
    this.lots = new Random(seed);
  }

  SeedMetrics.Figures run() {
    for (int n = 0; n < SeedScript.RENTED; n++) {
      disks.put(SeedScript.rented(n), new LinkedHashMap<>());
    }
    for (int n = 0; n < SeedScript.OTHERS; n++) {
      disks.put(SeedScript.other(n), new LinkedHashMap<>());
    }
    disks.put(SeedScript.DRIVE, new LinkedHashMap<>());
    disks.put(SeedScript.BUCKET, new LinkedHashMap<>());
    agenda.every(PUSH_CYCLE, this::push);
    agenda.every(DISTRIBUTION_CYCLE, this::distribute);
    agenda.every(UPLOAD_CYCLE, this::upload);
    for (Happening each : script.happenings()) {
      agenda.at(SimulatedCluster.T0.plus(each.at()), () -> happens(each));
    }
    agenda.pass(script.length());
    Instant latest = agenda.instant().minus(SeedFigures.BACKED_UP_WITHIN);
    return figures.figures(
        SeedScript.share(
            script, latest, content -> disks.get(SeedScript.BUCKET).containsKey(content.itemId())));
  }

  private void happens(Happening happening) {
    if (happening instanceof Made made) {
      put(made.node(), made.content());
    } else if (happening instanceof Gone gone) {
      down.add(gone.node());
      disks.get(gone.node()).values().stream()
          .filter(content -> holders(content).allMatch(down::contains))
          .forEach(content -> figures.orphaned(content.itemId(), agenda.instant()));
    } else if (happening instanceof Trains trains) {
      down.remove(trains.node());
      disks.get(trains.node()).clear();
      figures.trains(trains.node(), trains.configKey(), agenda.instant());
    }
  }

  private java.util.stream.Stream<String> holders(Content content) {
    return disks.entrySet().stream()
        .filter(disk -> disk.getValue().containsKey(content.itemId()))
        .map(Map.Entry::getKey);
  }

  private void put(String node, Content content) {
    disks.get(node).put(content.itemId(), content);
    figures.arrived(node, content, agenda.instant());
    // Whoever asks sees the last refresh.
    long cycle = PUSH_CYCLE.toMillis();
    long since = Duration.between(SimulatedCluster.T0, agenda.instant()).toMillis() % cycle;
    figures.viewed(Duration.ofMillis(cycle - since));
  }

  // ---- the daemons

  private void push() {
    for (String node : disks.keySet()) {
      if (down.contains(node) || node.equals(SeedScript.BUCKET) || node.equals(SeedScript.DRIVE)) {
        continue;
      }
      for (Content content : List.copyOf(disks.get(node).values())) {
        if (pushed.add(content)) {
          copy(new Copy(content, node, SeedScript.DRIVE));
          copy(new Copy(content, node, SeedScript.other(lots.nextInt(SeedScript.OTHERS))));
        }
      }
    }
  }

  private void distribute() {
    for (String node : disks.keySet()) {
      if (!trains(node) || down.contains(node)) {
        continue;
      }
      for (String config : SeedScript.CONFIGS) {
        newest(config)
            .filter(content -> !disks.get(node).containsKey(content.itemId()))
            .ifPresent(content -> copy(new Copy(content, SeedScript.DRIVE, node)));
      }
    }
  }

  private static boolean trains(String node) {
    return node.startsWith("rented-")
        || node.startsWith("host-") && Integer.parseInt(node.substring(5)) % 2 == 0;
  }

  private Optional<Content> newest(String config) {
    return disks.get(SeedScript.DRIVE).values().stream()
        .filter(content -> content.type() == ItemType.NPZ && content.configKey().equals(config))
        .max(Comparator.comparing(Content::contentTime));
  }

  private void upload() {
    for (String node : disks.keySet()) {
      if (node.startsWith("rented-") || node.equals(SeedScript.BUCKET)) {
        continue;
      }
      for (Content content : new ArrayList<>(disks.get(node).values())) {
        if (!disks.get(SeedScript.BUCKET).containsKey(content.itemId())) {
          copy(new Copy(content, node, SeedScript.BUCKET));
        }
      }
    }
  }

  // ---- transfers: one after the other into each node

  private void copy(Copy copy) {
    Deque<Copy> queue = underWay.computeIfAbsent(copy.to(), node -> new ArrayDeque<>());
    boolean asked = queue.stream().anyMatch(each -> each.content().equals(copy.content()));
    if (!asked) {
      queue.add(copy);
      if (queue.size() == 1) {
        start(copy);
      }
    }
  }

  private void start(Copy copy) {
    boolean tooLarge =
        copy.to().equals(SeedScript.BUCKET) && copy.content().sizeBytes() > LARGEST_UPLOAD;
    boolean fails = lots.nextDouble() < SeedMetrics.FAILED_TRANSFERS + SeedMetrics.SILENT_TRANSFERS;
    Duration time = SeedMetrics.time(copy.content().sizeBytes(), copy.from(), copy.to());
    agenda.in(time, () -> ended(copy, !tooLarge && !fails));
  }

  private void ended(Copy copy, boolean good) {
    boolean done =
        good
            && !down.contains(copy.from())
            && !down.contains(copy.to())
            && disks.get(copy.from()).containsKey(copy.content().itemId());
    figures.transferred(done);
    if (done) {
      put(copy.to(), copy.content());
    } else if (!copy.to().equals(SeedScript.BUCKET)) {
      pushed.remove(copy.content());
    }
    Deque<Copy> queue = underWay.get(copy.to());
    queue.remove();
    if (!queue.isEmpty()) {
      start(queue.peek());
    }
  }
}
