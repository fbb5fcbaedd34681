/** The commands of {@code dataplane}, one class each. */
package io.ringrift.dataplane.local.command;
