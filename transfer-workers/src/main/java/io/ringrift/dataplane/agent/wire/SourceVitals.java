package io.ringrift.dataplane.agent.wire;

import java.time.Instant;

/**
 * How current the reports of a node are.
 *
 * @param refreshedAt when the last look at everything ended; null before the first
 * @param waiting items whose content is not known yet
 * @param problem why a look can't be completed; null if it can
 */
public record SourceVitals(
    Instant refreshedAt,
    long items,
    long waiting,
    long unreported,
    long unknownFiles,
    String problem) {}
