/** What stands around the service in its tests: topics, logins, annotators. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.support;
