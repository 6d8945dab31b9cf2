/** Real servers for the tests of every module; JDK only, so that it brings nothing to their class path. */
@NullMarked
package io.flames.local.test;

import org.jspecify.annotations.NullMarked;
