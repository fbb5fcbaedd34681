/**
 * Rules of the items stage: pure functions over one item's row and the nodes, run when the row or a
 * node changes. What they want becomes an order to the ledger beside the row, without a hop.
 */
package io.ringrift.dataplane.streams.decision.item;
