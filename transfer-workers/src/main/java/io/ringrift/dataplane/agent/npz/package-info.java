/**
 * Reads and writes NPZ files (zip archives of numpy arrays) without numpy and without loading them.
 * Knows nothing of the data plane.
 */
package io.ringrift.dataplane.agent.npz;
