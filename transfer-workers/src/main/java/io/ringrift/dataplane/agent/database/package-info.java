/**
 * Reads SQLite databases that others write to: copies them without locking or altering them, checks
 * the copy and counts the games in it. Knows of the agent only its rate limit.
 */
package io.ringrift.dataplane.agent.database;
