/**
 * What the user may set, and the one sentence he reads when a setting is wrong.
 *
 * <p>Hand-written and free of every other package of the agent, because it runs before the
 * application's first class.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.agent.options;
