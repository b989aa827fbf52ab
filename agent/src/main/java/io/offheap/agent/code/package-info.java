/**
 * Facts about class files that the later steps share: element types, names, lines, where to find
 * class files.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.agent.code;
