/** Registered scorer versions: their files, who shadows, who is promoted, and how this process comes to serve them. */
@NullMarked
package io.flames.scoring.registry;

import org.jspecify.annotations.NullMarked;
