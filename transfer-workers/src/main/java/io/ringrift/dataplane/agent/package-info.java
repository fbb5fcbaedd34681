/**
 * The agent of a node: serves its data folder, reports what is in it, fetches items on request.
 *
 * <p>{@code npz} reads files, {@code source} knows what is there, {@code fetch} brings what is not,
 * {@code serve} is the HTTP API over both, {@code wire} speaks to Kafka; this package puts them
 * together.
 */
package io.ringrift.dataplane.agent;
