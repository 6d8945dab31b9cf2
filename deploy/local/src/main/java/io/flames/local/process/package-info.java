/** Child processes that never outlive their parent, ports, logs and where the build put things; JDK only. */
@NullMarked
package io.flames.local.process;

import org.jspecify.annotations.NullMarked;
