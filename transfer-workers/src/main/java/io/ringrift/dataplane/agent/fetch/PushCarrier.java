package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.FileStamp;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.agent.source.HoldingIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Brings files of this node to where no agent can fetch them from here. */
public final class PushCarrier implements Carrier {
  private final Map<String, Pusher> pushers = new TreeMap<>();
  private final DataRoot root;
  private final HoldingIndex index;
  private final Bandwidth bandwidth;

  /**
   * @param bandwidth shared by all that this node sends
   */
  public PushCarrier(List<Pusher> pushers, DataRoot root, HoldingIndex index, Bandwidth bandwidth) {
    pushers.forEach(pusher -> this.pushers.put(pusher.transport(), pusher));
    this.root = root;
    this.index = index;
    this.bandwidth = bandwidth;
  }

  @Override
  public Set<String> transports() {
    return pushers.values().stream()
        .filter(pusher -> pusher.unavailable().isEmpty())
        .map(Pusher::transport)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public Optional<String> unavailable(String transport) {
    Pusher pusher = pushers.get(transport);
    return pusher == null
        ? Optional.of("this node pushes by " + pushers.keySet())
        : pusher.unavailable();
  }

  /** Epochs are those of an item and its target. */
  @Override
  public String subject(PullOrder order) {
    return order.peerNode() + " " + order.name().itemId();
  }

  /** One file can go to many targets at a time. */
  @Override
  public boolean collide(PullOrder one, PullOrder other) {
    return one.transport().equals(other.transport())
        && one.sha256().equals(other.sha256())
        && pushers.get(one.transport()).oncePerContent();
  }

  @Override
  public Optional<PullStatus.Received> there(PullOrder order) {
    // The target has to be asked, which takes time.
    return Optional.empty();
  }

  @Override
  public Carriage take(PullOrder order) {
    return new PushCarriage();
  }

  @Override
  public boolean lasts(PullOrder order) {
    return pushers.get(order.transport()).lasts();
  }

  @Override
  public void letGo(PullOrder order) {
    pushers.get(order.transport()).letGo(order);
  }

  private final class PushCarriage implements Carriage {
    @Override
    public PullStatus.Received carry(Pull pull)
        throws IOException, FetchFailure, InterruptedException {
      Holding holding = held(pull.order());
      Path file = root.file(holding);
      PushTask task =
          pull.begin(
              (order, peer, count) -> new PushTask(order, peer, file, List.of(bandwidth), count));
      try {
        return pushers.get(task.order().transport()).push(task, holding.content());
      } catch (InterruptedException e) {
        pull.throwIfStopped();
        throw e;
      }
    }

    @Override
    public void close() {
      // It claims nothing.
    }

    private Holding held(PullOrder order) throws IOException, FetchFailure {
      String itemId = order.name().itemId();
      Holding holding =
          index
              .find(itemId)
              .filter(found -> found.serves(order.sha256()))
              .orElseThrow(
                  () -> missing("this node does not hold the ordered content of " + itemId));
      BasicFileAttributes attributes = root.attributes(root.file(holding));
      if (attributes == null || !FileStamp.of(attributes).equals(holding.content().stamp())) {
        throw missing(itemId + " has changed since it was hashed");
      }
      return holding;
    }

    private FetchFailure missing(String message) {
      return new FetchFailure(FailureCode.SOURCE_MISSING, message);
    }
  }
}
