/** How commands print: tables and units for people, JSON for programs. */
package io.ringrift.dataplane.local.output;
