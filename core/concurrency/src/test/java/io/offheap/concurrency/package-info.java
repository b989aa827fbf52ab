/**
 * How the Lincheck tests are run: whether operations of several threads can be put in one order
 * that explains what they answered, over random scenarios and, by the model checker, over their
 * interleavings.
 *
 * <p>A class whose name ends in {@code Planted} has a mistake on purpose, which both ways must
 * find. The model checker assumes sequential consistency; what reorders is for jcstress.
 */
@NullMarked
package io.offheap.concurrency;

import org.jspecify.annotations.NullMarked;
