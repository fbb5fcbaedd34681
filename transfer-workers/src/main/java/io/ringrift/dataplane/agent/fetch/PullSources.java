package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.source.ChunkHashes;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may give the content of an order, who has been dropped and why, and whose list of chunk
 * hashes is believed. Without a list only the ordered source is used: what several have sent
 * together could be blamed on none of them. Thread-safe.
 */
public final class PullSources {
  /** What an order may name besides its source. */
  public static final int MOST_OTHERS = 4;

  /** All that orders, renewed again and again, may name together. */
  private static final int MOST = 16;

  private final List<PullSource> all = new ArrayList<>();
  private final Map<PullSource, FetchFailure> dropped = new LinkedHashMap<>();

  /** Their bytes differ from a list that is yet to be proven. */
  private final Map<PullSource, FetchFailure> accused = new LinkedHashMap<>();

  private ChunkHashes list;
  private PullSource listOwner;

  PullSources(PullOrder order, String grant) {
    renew(order, grant);
  }

  /** Later requests carry these tokens; sources that are new join. */
  synchronized void renew(PullOrder order, String grant) {
    learn(order.peerNode(), order.peerUrl(), grant, false);
    order
        .others()
        .forEach(other -> learn(other.node(), other.url(), other.grant(), other.receiving()));
  }

  private void learn(String node, URI url, String token, boolean receiving) {
    for (PullSource known : all) {
      if (known.is(node, url)) {
        known.renew(token);
        return;
      }
    }
    boolean fitting = all.isEmpty() || (url != null && all.get(0).url() != null);
    if (fitting && all.size() < MOST) {
      all.add(new PullSource(node, url, token, receiving));
    }
  }

  /** The one that the order names first. */
  public synchronized PullSource ordered() {
    return all.get(0);
  }

  public synchronized boolean several() {
    return all.size() > 1;
  }

  /** Whether nodes are among them that are getting the content just now. */
  public synchronized boolean receiving() {
    return all.stream().anyMatch(PullSource::receiving);
  }

  /** Those to fetch from now, best first. */
  public synchronized List<PullSource> usable() {
    List<PullSource> trusted = remaining();
    if (list == null) {
      return trusted.stream().filter(all.get(0)::equals).toList();
    }
    // Nodes that wait for each other's parts would wait for ever.
    return trusted.stream().anyMatch(source -> source.has() == null) ? trusted : List.of();
  }

  /** All that have not been dropped, best first. */
  public synchronized List<PullSource> remaining() {
    return all.stream()
        .filter(source -> !dropped.containsKey(source) && !accused.containsKey(source))
        .toList();
  }

  /** It is not used any more. */
  public synchronized void drop(PullSource source, FetchFailure why) {
    dropped.putIfAbsent(source, why);
  }

  /** Its bytes differ from the list: one of the two is wrong, and the whole will tell which. */
  public synchronized void accuse(PullSource source, FetchFailure why) {
    accused.putIfAbsent(source, why);
  }

  /** What to tell when none is left: what became of the ordered one, or of who went first. */
  public synchronized FetchFailure failure() {
    Map<PullSource, FetchFailure> gone = new LinkedHashMap<>(dropped);
    accused.forEach(gone::putIfAbsent);
    FetchFailure ordered = gone.get(all.get(0));
    return ordered == null ? gone.values().iterator().next() : ordered;
  }

  /** Chunks are to be checked with this list from now on. */
  public synchronized void believe(PullSource owner, ChunkHashes hashes) {
    listOwner = owner;
    list = hashes;
  }

  public synchronized Optional<ChunkHashes> list() {
    return Optional.ofNullable(list);
  }

  /** Whose list it is; null: there is none. */
  public synchronized PullSource listOwner() {
    return listOwner;
  }

  /**
   * All chunks are as the list says, and the whole is wrong: who gave the list is dropped, those
   * who were accused by it are not.
   */
  public synchronized void disbelieve() {
    drop(
        listOwner,
        new FetchFailure(
            FailureCode.CHECKSUM_MISMATCH,
            listOwner.node() + " gave a list of chunk hashes that is not that of the content"));
    accused.clear();
    list = null;
    listOwner = null;
  }

  /** The whole has the ordered hash, so the list was true: the accused are found guilty. */
  synchronized void proven() {
    accused.forEach(dropped::putIfAbsent);
    accused.clear();
  }

  /** Those known to be of no use, but for the ordered one if the pull failed: its failure tells. */
  synchronized Collection<PullStatus.Dropped> dropped(PullState state) {
    List<PullStatus.Dropped> useless = new ArrayList<>();
    dropped.forEach(
        (source, why) -> {
          boolean told = state == PullState.FAILED && source.equals(all.get(0));
          // A node that was still to get the content is not to blame for not having it.
          boolean blameless = source.receiving() && why.code() != FailureCode.CHECKSUM_MISMATCH;
          if (!told && !blameless) {
            useless.add(new PullStatus.Dropped(source.node(), why.code(), why.getMessage()));
          }
        });
    return useless;
  }
}
