package io.ringrift.dataplane.local.bench.fetch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.grant.GrantKeys;
import io.ringrift.dataplane.worker.grant.GrantSigner;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** What a worker would order, signed as it would sign it. */
final class BenchOrders {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GrantSigner signer;
  private final BenchItem item;

  /**
   * @param keys where to make the key that signs
   */
  BenchOrders(Path keys, BenchItem item) throws IOException {
    GrantKeys.generate(keys);
    this.signer =
        new GrantSigner(
            GrantKeys.loadPrivate(keys.resolve(GrantKeys.PRIVATE_FILE)),
            "bench",
            Clock.systemUTC(),
            GrantSigner.MAX_LIFETIME);
    this.item = item;
  }

  /** The operation of a round for a target. An agent refuses an epoch below one it has seen. */
  static String operation(int round, String target) {
    return "op-" + target + "-" + round;
  }

  /** Permits the target to fetch from the source in this round. */
  String grant(int round, AgentProcess source, String target) {
    return signer.sign(
        new Grant(
                operation(round, target), round, BenchItem.ID, item.sha256(), source.node(), target)
            .at(source.endpoint().toString(), null));
  }

  /**
   * An order to fetch.
   *
   * @param transport by which
   * @param receiving further nodes that get the item in the same round
   */
  ObjectNode order(
      int round,
      AgentProcess source,
      String target,
      TransportKind transport,
      List<AgentProcess> receiving) {
    ObjectNode order = JSON.createObjectNode();
    order.put("operation_id", operation(round, target));
    order.put("epoch", round);
    order.put("item_id", BenchItem.ID);
    order.put("item_type", "CHECKPOINT");
    order.put("config_key", "bench");
    order.put("sha256", item.sha256());
    order.put("size_bytes", item.bytes());
    order.put("source_node", source.node());
    order.put("source_url", source.endpoint().toString());
    order.put("priority", "HIGH");
    order.put("transport", transport.wireName());
    ArrayNode others = order.putArray("other_sources");
    for (AgentProcess other : receiving) {
      others
          .addObject()
          .put("source_node", other.node())
          .put("source_url", other.endpoint().toString())
          .put("grant", grant(round, other, target))
          .put("receiving", true);
    }
    return order;
  }
}
