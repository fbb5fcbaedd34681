/** Programs beside Java that transports need, as far as this machine has them. */
package io.ringrift.dataplane.agent.program;
