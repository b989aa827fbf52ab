/**
 * An allocator of a user's own, outside the project's packages: an example, and a guest in the
 * contract tests.
 */
@NullMarked
package com.acme.bump;

import org.jspecify.annotations.NullMarked;
