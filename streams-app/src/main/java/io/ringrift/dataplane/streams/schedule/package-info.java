/**
 * What to do next: from an order to an operation, and from one state of it to the next.
 *
 * <p>Every function takes an operation, what is known now and the time, and returns a {@link
 * io.ringrift.dataplane.streams.schedule.Step}: the operation as it becomes, with what others are
 * to be told. Knows no Kafka, Avro, clock, randomness or logging.
 */
package io.ringrift.dataplane.streams.schedule;
