/**
 * Loose events made into events of the contract: pure functions over JSON trees and one table of
 * names. Knows no Kafka, no Avro, no clock: what isn't in the event comes in as an argument.
 */
package io.ringrift.dataplane.streams.intake;
