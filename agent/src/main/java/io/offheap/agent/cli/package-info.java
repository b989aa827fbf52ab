/** The agent's command line: verdicts without running the program. */
@org.jspecify.annotations.NullMarked
package io.offheap.agent.cli;
