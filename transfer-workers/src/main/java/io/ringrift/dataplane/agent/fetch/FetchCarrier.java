package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.source.ChunkLists;
import io.ringrift.dataplane.agent.source.Holding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches what is ordered into this node's data folder. */
public final class FetchCarrier implements Carrier {
  private static final Logger LOG = LoggerFactory.getLogger(FetchCarrier.class);

  final Placement placement;
  final Path partialFolder;
  final Executor executor;
  private final Fetchers fetchers;
  private final DiskBudget disk;
  private final Bandwidth bandwidth;
  private final long bytesPerSecond;
  private final ChunkLists lists;

  /**
   * @param bandwidth shared by all fetches
   * @param bytesPerSecond limit of each fetch, 0: none
   * @param lists keeps lists of chunk hashes that were found to be true
   * @param executor runs the fetch beside its job, which hashes
   */
  public FetchCarrier(
      Fetchers fetchers,
      Placement placement,
      DiskBudget disk,
      Path partialFolder,
      Bandwidth bandwidth,
      long bytesPerSecond,
      ChunkLists lists,
      Executor executor) {
    this.fetchers = fetchers;
    this.placement = placement;
    this.disk = disk;
    this.partialFolder = partialFolder;
    this.bandwidth = bandwidth;
    this.bytesPerSecond = bytesPerSecond;
    this.lists = lists;
    this.executor = executor;
  }

  @Override
  public Set<String> transports() {
    return fetchers.transports();
  }

  @Override
  public Optional<String> unavailable(String transport) {
    return fetchers.unavailable(transport);
  }

  @Override
  public String subject(PullOrder order) {
    return order.name().itemId();
  }

  /** A partial file has the name of its content. */
  @Override
  public boolean collide(PullOrder one, PullOrder other) {
    return one.sha256().equals(other.sha256());
  }

  @Override
  public Optional<PullStatus.Received> there(PullOrder order) throws IOException {
    Optional<Holding> held = placement.held(order);
    return held.isPresent() ? Optional.of(received(held.get())) : Optional.empty();
  }

  @Override
  public Carriage take(PullOrder order) throws IOException, DiskBudget.NoRoomException {
    // What an earlier attempt left lies on the disk already, and counts as used there.
    long here = PartialFile.finishedBytes(partialFolder, order.sha256(), order.sizeBytes());
    return new FetchCarriage(
        this,
        fetchers.find(order.transport()).orElseThrow(),
        disk.reserve(order.sizeBytes() - here),
        here,
        List.of(new Bandwidth(bytesPerSecond), bandwidth));
  }

  /**
   * The whole is as ordered.
   *
   * @param allChecked and every chunk as the list says: then the list is kept for those who ask
   *     this node
   */
  void proven(PullOrder order, PullSources sources, boolean allChecked) {
    sources.proven();
    sources
        .list()
        .filter(list -> allChecked)
        .ifPresent(
            list -> {
              try {
                lists.keep(order.sha256(), list);
              } catch (IOException e) {
                LOG.warn("the list of chunk hashes can't be kept: {}", e.toString());
              }
            });
  }

  PullStatus.Received received(Holding holding) throws IOException {
    return new PullStatus.Received(
        holding.boot(), holding.sequence(), placement.path(holding).toString());
  }
}
