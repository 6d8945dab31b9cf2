/** What people get who read pages in other ways; for tests that bring a browser (Playwright) along. */
@NullMarked
package io.flames.local.test.pages;

import org.jspecify.annotations.NullMarked;
