/**
 * The catalogue and the brokers: makes the topics that are missing, tells where those that exist
 * differ, and says at start-up whether the stages can run on them. Never deletes, never alters.
 */
package io.ringrift.dataplane.contract.admin;
