/** Who is logged in, what they may do, and the pseudonym that their labels bear. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.who;
