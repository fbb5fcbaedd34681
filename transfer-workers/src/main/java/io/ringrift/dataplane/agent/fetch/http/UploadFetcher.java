package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.Fetcher;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The target's end of p2p_http where the source can't be called: the fetch waits until the source
 * has brought every chunk. All else, from admission to the hash of the whole, is as in any fetch.
 */
public final class UploadFetcher implements Fetcher {
  /** The name in orders that a source gives. */
  public static final String TRANSPORT = "upload";

  private final Duration patience;
  private final Map<String, Reception> expected = new ConcurrentHashMap<>();

  /**
   * @param patience how long a source may bring nothing
   */
  public UploadFetcher(Duration patience) {
    this.patience = patience;
  }

  @Override
  public String transport() {
    return TRANSPORT;
  }

  @Override
  public void fetch(FetchTask task) throws FetchFailure, InterruptedException {
    Reception reception = new Reception(task, patience);
    // Of one content there is one fetch at a time: it has one partial file.
    expected.put(task.order().sha256(), reception);
    try {
      reception.await();
    } finally {
      expected.remove(task.order().sha256());
      reception.end();
    }
  }

  /** The fetch that waits for this content. */
  public Optional<Reception> expected(String sha256) {
    return Optional.ofNullable(expected.get(sha256));
  }
}
