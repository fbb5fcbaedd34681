package io.ringrift.dataplane.agent.s3;

import java.time.Instant;

/**
 * What is told of an object besides the listing.
 *
 * @param sha256 64 lower-case hex digits
 * @param contentTime null, like the counts, where nothing is told
 * @param from who told: metadata, checksum, manifest, sidecar
 */
record Facts(String sha256, Instant contentTime, Long sampleCount, Long gameCount, String from) {}
