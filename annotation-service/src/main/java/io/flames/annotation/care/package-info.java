/** How much of this work one person does at a time. Pure decisions over their own history and a clock; no IO. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.care;
