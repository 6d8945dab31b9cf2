package io.flames.generation.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a call came to: an answer, which is kept, or a fault, which may be tried again. */
public sealed interface CallResult {

    /**
     * @param text of the answer; empty when there is none
     * @param textCut the text was over the cap and was cut
     * @param finishReason as the endpoint gave it, fit to be kept, or empty
     * @param returnedModel the model that the endpoint says it used, fit to be kept, or empty
     * @param detail a short reason for what was filtered; never response text
     */
    record Answer(
            Outcome outcome,
            String text,
            boolean textCut,
            String finishReason,
            String returnedModel,
            int promptTokens,
            int completionTokens,
            String detail)
            implements CallResult {
        private static final int MAX_LABEL_BYTES = 200;

        public Answer {
            finishReason = AnswerText.of(finishReason, MAX_LABEL_BYTES).text();
            returnedModel = AnswerText.of(returnedModel, MAX_LABEL_BYTES).text();
            detail = AnswerText.of(detail, MAX_LABEL_BYTES).text();
        }
    }

    /**
     * @param kind what has to happen with it
     * @param detail such as {@code HTTP 503}; never response text
     * @param retryAfter what the endpoint asked for, or null
     */
    record Fault(FaultKind kind, String detail, @Nullable Duration retryAfter) implements CallResult {}

    /** How a fault is treated. */
    enum FaultKind {
        /** The endpoint refuses for the rate: wait, and let the others wait too. */
        THROTTLED,
        /** A fault that may pass. */
        TRANSIENT,
        /** The same call would fail again. */
        PERMANENT
    }
}
