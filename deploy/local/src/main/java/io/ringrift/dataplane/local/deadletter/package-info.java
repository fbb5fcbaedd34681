/** The way of dead letters back to where they came from. */
package io.ringrift.dataplane.local.deadletter;
