/**
 * Programs of the stack as processes: free ports, child processes with a ready line, clear start
 * failures. Knows neither Kafka nor the registry.
 */
package io.ringrift.dataplane.embedded.process;
