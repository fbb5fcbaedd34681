/** The query API of the streams-app, asked and shown. */
package io.ringrift.dataplane.local.query;
