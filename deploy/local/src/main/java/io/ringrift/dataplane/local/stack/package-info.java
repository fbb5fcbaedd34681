/** The whole system on this machine as processes. */
package io.ringrift.dataplane.local.stack;
