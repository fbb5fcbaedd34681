package io.ringrift.dataplane.agent.fetch.bittorrent;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import java.util.function.IntSupplier;

/**
 * What bytes of a connection are paid from.
 *
 * @param sent limit of all that this node sends
 * @param received limit of all that it receives
 * @param weight share beside others; asked for every portion, since it may change
 */
record Meter(Bandwidth sent, Bandwidth received, IntSupplier weight) {}
