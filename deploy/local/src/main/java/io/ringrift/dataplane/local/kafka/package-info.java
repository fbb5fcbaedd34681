/** Plain Kafka clients of the commands. */
package io.ringrift.dataplane.local.kafka;
