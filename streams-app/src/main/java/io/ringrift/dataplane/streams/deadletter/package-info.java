/** Dead letters: which there are, why, what is in them, and whether they went back. */
package io.ringrift.dataplane.streams.deadletter;
