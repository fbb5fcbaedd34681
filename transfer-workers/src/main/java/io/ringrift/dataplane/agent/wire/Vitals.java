package io.ringrift.dataplane.agent.wire;

import io.ringrift.dataplane.agent.source.ItemKind;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * How the node is at the moment of a heartbeat.
 *
 * @param endpoint null where nothing can be called
 * @param transports that work here
 * @param unavailable why others, that the node would have, don't
 * @param sharedRoot whether agents of other nodes have the same data folder
 * @param activeTransfers fetches and sends under way
 */
public record Vitals(
    NodeProfile profile,
    long boot,
    URI endpoint,
    String dataRoot,
    Set<ItemKind> receives,
    Set<String> transports,
    Map<String, String> unavailable,
    long diskTotalBytes,
    long diskFreeBytes,
    int diskLimitPercent,
    int activeTransfers,
    int maxTransfers,
    SourceVitals source,
    boolean sharedRoot) {}
