/**
 * Puts handles in the place of the arrays that the verdict engine lets move.
 *
 * <p>Instructions are replaced one for one by calls that take and leave the same stack, so the
 * code's shape, its jumps and its line numbers stay; the stack map and the tables of variables are
 * renamed along.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.agent.weave;
