/** Dead letters: what is in them, and their way back to where they came from. */
package io.ringrift.dataplane.local.deadletter;
