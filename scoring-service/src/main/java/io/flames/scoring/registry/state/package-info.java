/** What may become of a scorer version. Pure: history in, decisions out. */
@NullMarked
package io.flames.scoring.registry.state;

import org.jspecify.annotations.NullMarked;
