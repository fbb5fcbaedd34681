/** Cluster events made from text, checked against the contract's own schemas. */
package io.ringrift.dataplane.local.event;
