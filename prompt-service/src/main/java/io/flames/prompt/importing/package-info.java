/** How a JSONL file enters a set: lines are read and judged one by one, staged in batches, and moved in one transaction. */
@org.jspecify.annotations.NullMarked
package io.flames.prompt.importing;
