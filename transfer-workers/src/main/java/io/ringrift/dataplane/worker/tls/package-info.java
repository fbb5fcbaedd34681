/** TLS between workers and agents: certificates from files, read again when they change. */
package io.ringrift.dataplane.worker.tls;
