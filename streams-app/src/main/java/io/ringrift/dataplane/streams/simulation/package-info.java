/**
 * Whole clusters in simulated time, drawn from a seed: the real processors of all stages, joined by
 * simulated topics, with simulated hosts, agents and workers around them. Tests tell stories with
 * it, and {@code dataplane bench seed-metrics} measures with it. Needs no broker, no thread and no
 * disk.
 */
package io.ringrift.dataplane.streams.simulation;
