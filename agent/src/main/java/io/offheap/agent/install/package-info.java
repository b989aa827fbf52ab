/**
 * The agent proper: sees each class that is loaded, passes those with marks through the engine and
 * the weaver, and verifies what comes out. Whatever goes wrong, the class is left as it was and the
 * verdict says so.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.agent.install;
