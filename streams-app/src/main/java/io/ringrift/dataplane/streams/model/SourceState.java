package io.ringrift.dataplane.streams.model;

import java.time.Instant;

/**
 * How current what a node has reported of its data is.
 *
 * @param refreshedAt when the last look at everything ended; null before the first
 * @param waiting items whose content is not known yet
 * @param unreported reports that the broker has not acknowledged yet
 * @param unknownFiles files of no known class
 * @param problem why the look can't be completed; null if it can
 */
public record SourceState(
    Instant refreshedAt,
    long items,
    long waiting,
    long unreported,
    long unknownFiles,
    String problem) {}
