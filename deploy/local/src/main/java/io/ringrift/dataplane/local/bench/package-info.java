/** {@code dataplane bench}: measurements that anyone can repeat. */
package io.ringrift.dataplane.local.bench;
