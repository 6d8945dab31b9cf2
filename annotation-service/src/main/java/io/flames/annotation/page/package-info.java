/** What a person sees: the queue, labelling, adjudication, campaigns, agreement, own statistics. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.page;
