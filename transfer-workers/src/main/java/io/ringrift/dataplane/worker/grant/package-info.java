/**
 * Permission for one transfer: a compact JWS, signed with Ed25519 by a worker, that lets an agent
 * read one item at its source and fetch it to its target, for minutes. Agents hold public keys
 * only.
 */
package io.ringrift.dataplane.worker.grant;
