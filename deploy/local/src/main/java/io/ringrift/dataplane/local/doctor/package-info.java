/** {@code dataplane doctor}: what is not well, and what to do about it. */
package io.ringrift.dataplane.local.doctor;
