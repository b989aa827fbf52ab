/**
 * The answer for one site: moved or kept, why, and how that is written down. The words that all
 * later steps share.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.agent.verdict;
