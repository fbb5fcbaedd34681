/** How records of the contract look to people: JSON by schema, for the query API and the CLI. */
package io.ringrift.dataplane.contract.json;
