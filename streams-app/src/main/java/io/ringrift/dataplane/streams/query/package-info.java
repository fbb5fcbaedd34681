/**
 * The query API: what the stages know, as JSON over HTTP, and health and metrics. Reads stores and
 * changes nothing. Where the stores are is known to {@link
 * io.ringrift.dataplane.streams.query.LocalStores} only; the paths are described in {@code
 * docs/reference/query-api.yaml}.
 */
package io.ringrift.dataplane.streams.query;
