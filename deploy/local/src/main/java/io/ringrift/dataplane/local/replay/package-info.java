/** What the commands about the past show: progress, verdicts, entries of the history. */
package io.ringrift.dataplane.local.replay;
