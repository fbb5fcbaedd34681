package io.ringrift.dataplane.streams.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.streams.topology.BackupShares;

/** How much of what the policy wants in cold storage is there: counted as it changes. */
final class BackupQueries {

  private final Tables tables;
  private final BackupShares shares;

  BackupQueries(Tables tables, BackupShares shares) {
    this.tables = tables;
    this.shares = shares;
  }

  /** {@code GET /v1/backups}, by type. */
  Answer list(Query query) {
    query.allow();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode types = answer.putArray("types");
    shares
        .byType()
        .forEach(
            (type, share) ->
                types
                    .addObject()
                    .put("item_type", type.name())
                    .put("wanted", share.wanted())
                    .put("there", share.there()));
    answer.put("partitions_held", tables.coverage().held());
    answer.put("partitions", tables.coverage().all());
    return Answer.json(answer);
  }
}
