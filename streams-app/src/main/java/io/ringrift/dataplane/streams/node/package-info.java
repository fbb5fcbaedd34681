/**
 * Who is online: events and heartbeats folded into nodes, and the one judge of missed heartbeats.
 *
 * <p>Pure: every time is a log time handed in, so a replay of the topics gives the same table.
 * Start with {@link io.ringrift.dataplane.streams.node.NodeFold}, then {@link
 * io.ringrift.dataplane.streams.node.OfflineJudge}. Why ticks are the clock: ADR 0005.
 */
package io.ringrift.dataplane.streams.node;
