package io.ringrift.dataplane.streams.query;

import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.contract.json.AvroJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What moves, what waits, what became of it. */
final class OperationQueries {

  private final Tables tables;

  OperationQueries(Tables tables) {
    this.tables = tables;
  }

  /** {@code GET /v1/operations/{operation_id}}. */
  Answer one(Query query) {
    query.allow();
    return Answer.json(AvroJson.object(find(query.path().get(2))));
  }

  OperationStatus find(String operationId) {
    OperationStatus found = tables.<OperationStatus>table(StoreNames.OPERATIONS).get(operationId);
    if (found == null) {
      throw ApiException.notFound(
          "no operation '"
              + operationId
              + "'; ended ones are kept for some days"
              + tables.coverage().hint());
    }
    return found;
  }

  /** {@code GET /v1/operations?state=&priority=&item=&target=&limit=}, last changed first. */
  Answer list(Query query) {
    query.allow("state", "priority", "item", "target", "limit");
    Optional<OperationState> state = query.choice("state", OperationState.class);
    Optional<Priority> priority = query.choice("priority", Priority.class);
    Optional<String> item = query.text("item");
    Optional<String> target = query.text("target");
    Rows<OperationStatus> found =
        matching(
            operation ->
                (state.isEmpty() || operation.getState() == state.get())
                    && (priority.isEmpty() || operation.getPriority() == priority.get())
                    && (item.isEmpty() || operation.getItemId().equals(item.get()))
                    && (target.isEmpty() || operation.getTargetNode().equals(target.get())));
    int limit = Math.min(query.limit(), found.rows().size());
    return Answer.json(
        Rows.answer(
            "operations",
            found.rows().subList(0, limit),
            found.truncated() || limit < found.rows().size(),
            tables));
  }

  /** Last changed first; of a table too large to read whole, those read. */
  Rows<OperationStatus> matching(Predicate<OperationStatus> filter) {
    Rows<OperationStatus> found =
        Rows.all(tables.<OperationStatus>table(StoreNames.OPERATIONS), filter, Rows.MOST_READ);
    List<OperationStatus> sorted = new ArrayList<>(found.rows());
    sorted.sort(
        Comparator.comparing(OperationStatus::getUpdatedAt)
            .reversed()
            .thenComparing(OperationStatus::getOperationId));
    return new Rows<>(sorted, found.truncated());
  }
}
