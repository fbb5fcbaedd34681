/**
 * Carrying out one operation: which transport, which source, what after a failure. Starts at {@link
 * io.ringrift.dataplane.worker.execute.TransferExecutor}. Knows no Kafka and no Avro; what it has
 * to say it says to {@link io.ringrift.dataplane.worker.execute.LeaseSink} and {@link
 * io.ringrift.dataplane.worker.execute.TransferListener}.
 */
package io.ringrift.dataplane.worker.execute;
