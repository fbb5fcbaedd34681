package io.ringrift.dataplane.streams.query;

import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NeedState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What is wanted and why it isn't there yet. */
final class NeedQueries {

  private final Tables tables;

  NeedQueries(Tables tables) {
    this.tables = tables;
  }

  /** {@code GET /v1/needs?config=&state=&limit=}, last opened first. */
  Answer list(Query query) {
    query.allow("config", "state", "limit");
    Optional<String> config = query.text("config");
    Optional<NeedState> state = query.choice("state", NeedState.class);
    Predicate<Need> filter = need -> state.isEmpty() || need.getState() == state.get();
    Rows<Need> found =
        config.isPresent()
            ? ofConfig(config.get(), filter)
            : Rows.all(tables.<Need>table(StoreNames.NEEDS), filter, Rows.MOST_READ);
    List<Need> sorted = new ArrayList<>(found.rows());
    sorted.sort(Comparator.comparing(Need::getOpenedAt).reversed().thenComparing(Need::getNeedId));
    int limit = Math.min(query.limit(), sorted.size());
    return Answer.json(
        Rows.answer(
            "needs", sorted.subList(0, limit), found.truncated() || limit < sorted.size(), tables));
  }

  Rows<Need> ofConfig(String config, Predicate<Need> filter) {
    return Rows.prefix(
        tables.<Need>table(StoreNames.NEEDS),
        config + StoreNames.SEPARATOR,
        filter,
        Rows.MOST_READ);
  }

  /** Null if there is none, or no longer. */
  Need find(String config, String needId) {
    return tables.<Need>table(StoreNames.NEEDS).get(config + StoreNames.SEPARATOR + needId);
  }
}
