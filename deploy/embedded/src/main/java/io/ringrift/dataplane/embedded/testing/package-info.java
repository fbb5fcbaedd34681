/** What integration tests of other modules start with. */
package io.ringrift.dataplane.embedded.testing;
