/**
 * Reports what a bucket holds, as an agent does for a data folder; knows neither Kafka nor Avro.
 */
package io.ringrift.dataplane.agent.s3;
