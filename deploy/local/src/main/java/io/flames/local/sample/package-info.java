/** The sample pack and the server that answers from it as an OpenAI-compatible target would. */
@NullMarked
package io.flames.local.sample;

import org.jspecify.annotations.NullMarked;
