/** Runs: started, watched, cancelled, resumed, re-asked, or replaced by recorded responses. */
@org.jspecify.annotations.NullMarked
package io.flames.cli.run;
