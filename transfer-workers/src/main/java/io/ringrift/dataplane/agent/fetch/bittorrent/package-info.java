/**
 * BitTorrent by {@code aria2c}, a program beside the agent: private swarms of one file, whose
 * tracker is the agent of the source.
 */
package io.ringrift.dataplane.agent.fetch.bittorrent;
