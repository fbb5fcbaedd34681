/** What a command is told: flags, variables, a settings file, or the stack that runs here. */
package io.ringrift.dataplane.local.settings;
