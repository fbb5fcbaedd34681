/**
 * The agent's HTTP API: hands out items, takes orders to fetch, tells how it is. Described in
 * docs/reference/agent-api.md.
 */
package io.ringrift.dataplane.agent.serve;
