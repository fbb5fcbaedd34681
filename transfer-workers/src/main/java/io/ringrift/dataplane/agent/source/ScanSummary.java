package io.ringrift.dataplane.agent.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the last look at the whole data folder found besides items: nothing is passed over in
 * silence.
 *
 * @param at when it ended; null before the first
 * @param files items seen
 * @param unknown files of no known class, by folder and ending
 * @param snapshotRequired live databases that wait for a snapshot, and why
 * @param unfinished temporary and hidden files, logs of databases
 * @param links symbolic links, which are not followed
 * @param unreadable folders that could not be listed; what was known below them still stands
 */
public record ScanSummary(
    Instant at,
    Duration took,
    long files,
    Map<String, Long> unknown,
    Map<String, String> snapshotRequired,
    long unfinished,
    long links,
    List<String> unreadable) {

  static final ScanSummary NONE =
      new ScanSummary(null, Duration.ZERO, 0, Map.of(), Map.of(), 0, 0, List.of());
}
