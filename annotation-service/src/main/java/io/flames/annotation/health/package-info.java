/** Whether this instance can do its work. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.health;
