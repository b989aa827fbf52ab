/** The annotation, and the few entry points that a user of the library needs. */
@org.jspecify.annotations.NullMarked
package io.offheap;
