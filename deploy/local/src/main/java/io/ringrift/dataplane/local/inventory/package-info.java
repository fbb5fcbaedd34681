/** Inventories from elsewhere, as lines of JSON, into reports of replicas. */
package io.ringrift.dataplane.local.inventory;
