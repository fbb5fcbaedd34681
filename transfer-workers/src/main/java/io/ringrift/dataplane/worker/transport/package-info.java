/**
 * How bytes get from one node to another: the SPI {@link Transport}, what it is asked ({@link
 * TransferRequest}), and what it answers ({@link TransferOutcome}). Knows no Kafka and no Avro.
 *
 * <p>A new transport is one class that implements {@link Transport}, one constant in {@link
 * TransportKind}, and one line where the worker is wired.
 */
package io.ringrift.dataplane.worker.transport;
