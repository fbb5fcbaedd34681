package io.ringrift.dataplane.agent.serve;

import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.worker.grant.Grant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The highest epochs that asked this source lately, by item and target: an order that has been
 * overtaken gets no more bytes. The target's fence is the one that decides; this one only spares
 * traffic, so forgetting (a restart, more than {@value #REMEMBERED} pairs) does no harm.
 * Thread-safe.
 */
final class SeenEpochs {
  private static final int REMEMBERED = 4096;

  private final Map<String, Long> highest =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  synchronized void refuseOlder(Grant grant) throws ApiException {
    String key = grant.targetNode() + " " + grant.itemId();
    long seen = highest.merge(key, grant.epoch(), Math::max);
    if (seen > grant.epoch()) {
      throw new ApiException(
          ApiError.SUPERSEDED,
          "epoch is %d, epoch %d has asked for %s".formatted(grant.epoch(), seen, grant.itemId()),
          Reaction.GIVE_UP,
          null,
          0);
    }
  }
}
