package io.ringrift.dataplane.streams.query;

import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.topology.NodeStageStatus;
import io.ringrift.dataplane.streams.topology.StageRuntime;
import java.util.List;

/** Which path is answered by what. */
final class Routes {

  private static final String KNOWN =
      "/v1/items, /v1/items/{item_id}, /v1/items/{item_id}/history, /v1/diff, /v1/operations,"
          + " /v1/operations/{operation_id}, /v1/nodes, /v1/links, /v1/needs, /v1/backups, /v1/evictions,"
          + " /v1/explain, /v1/dead-letters, /v1/dead-letters/{id}, /v1/events (POST),"
          + " /health/live, /health/ready, /metrics";

  private final ItemQueries items;
  private final PastQueries past;
  private final OperationQueries operations;
  private final NodeQueries nodes;
  private final LinkQueries links;
  private final NeedQueries needs;
  private final LetterQueries letters;
  private final Explanation explanation;
  private final EvictionQueries evictions;
  private final BackupQueries backups;
  private final Health health;
  private final MetricsPage metrics;

  Routes(
      Tables tables,
      Past past,
      Vitals vitals,
      NodeStageStatus status,
      StageRuntime runtime,
      QueryServer.Rules rules,
      Topics topics) {
    items = new ItemQueries(tables);
    this.past = new PastQueries(past, runtime.clock());
    operations = new OperationQueries(tables);
    nodes = new NodeQueries(tables, status, runtime.rooms(), rules.limits());
    links = new LinkQueries(tables);
    needs = new NeedQueries(tables);
    letters = new LetterQueries(past, topics);
    explanation = new Explanation(items, operations, nodes, needs, tables);
    backups = new BackupQueries(tables, runtime.backups());
    evictions = new EvictionQueries(tables, rules.removals(), runtime.clock());
    health = new Health(vitals, status);
    metrics = new MetricsPage(vitals, health, tables, status, runtime);
  }

  Answer answer(Query query) {
    List<String> path = query.path();
    String first = path.isEmpty() ? "" : path.get(0);
    String second = path.size() < 2 ? "" : path.get(1);
    return switch (path.size()) {
      case 1 -> {
        if (first.equals("metrics")) {
          yield metrics.answer(query);
        }
        throw unknown(path);
      }
      case 2 ->
          switch (first + "/" + second) {
            case "v1/items" -> ofThePast(query) ? past.list(query) : items.list(query);
            case "v1/diff" -> past.diff(query);
            case "v1/operations" -> operations.list(query);
            case "v1/nodes" -> nodes.list(query);
            case "v1/links" -> links.list(query);
            case "v1/needs" -> needs.list(query);
            case "v1/backups" -> backups.list(query);
            case "v1/evictions" -> evictions.list(query);
            case "v1/dead-letters" -> letters.list(query);
            case "v1/explain" -> explanation.explain(query);
            case "health/live" -> health.live(query);
            case "health/ready" -> health.ready(query);
            default -> throw unknown(path);
          };
      case 3 ->
          switch (first + "/" + second) {
            case "v1/items" -> ofThePast(query) ? past.one(query) : items.one(query);
            case "v1/operations" -> operations.one(query);
            case "v1/dead-letters" -> letters.one(query);
            default -> throw unknown(path);
          };
      case 4 -> {
        if ((first + "/" + second).equals("v1/items") && path.get(3).equals("history")) {
          yield past.history(query);
        }
        throw unknown(path);
      }
      default -> throw unknown(path);
    };
  }

  private static boolean ofThePast(Query query) {
    return query.parameters().containsKey("at");
  }

  private static ApiException unknown(List<String> path) {
    String text = "/" + String.join("/", path);
    return ApiException.notFound(
        text.startsWith("/v1/items/")
            ? "no path " + text + "; an item id is one segment: encode its slashes as %2F"
            : "no path " + text + ", allowed: " + KNOWN);
  }
}
