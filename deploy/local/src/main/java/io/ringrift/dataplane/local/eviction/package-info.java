/** Asking for copies to be removed, and hearing what became of it. */
package io.ringrift.dataplane.local.eviction;
