/** Reading a topic as it comes, without a consumer group. */
package io.ringrift.dataplane.contract.follow;
