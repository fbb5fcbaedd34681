package io.ringrift.dataplane.streams.manifest;

/**
 * A copy that a node sees on a file system that it shares with others.
 *
 * @param by the node whose agent reported it
 * @param path absolute, at the node that sees it; null if that can't be told
 */
public record Shared(String by, String path) {}
