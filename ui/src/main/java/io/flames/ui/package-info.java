/** What all pages share: the reader's language, the layout's helpers and the security headers. */
@org.jspecify.annotations.NullMarked
package io.flames.ui;
