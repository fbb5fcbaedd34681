/**
 * {@code dataplane demo}: the life of an NPZ file on the whole system, told as it happens and
 * proved from outside. {@link io.ringrift.dataplane.local.demo.Proof} is pure.
 */
package io.ringrift.dataplane.local.demo;
