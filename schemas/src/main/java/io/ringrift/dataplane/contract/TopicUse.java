package io.ringrift.dataplane.contract;

/**
 * Who uses a topic and for what; becomes a row of {@code docs/reference/topics.md}.
 *
 * @param key what the record key is
 * @param value what the record value is, e.g. {@code ManifestItem}
 * @param purpose one sentence
 * @param writers who writes; one writer per key
 * @param readers who reads
 */
public record TopicUse(String key, String value, String purpose, String writers, String readers) {}
