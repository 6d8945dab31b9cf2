package io.flames.scoring.stream;

import io.flames.contracts.Dimensions;
import io.flames.contracts.scoring.v1.InvalidRequest;
import io.flames.contracts.scoring.v1.ScoreRequest;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Says what is wrong with a request and what is allowed; what it refuses would be wrong again.
 *
 * @param known whether a scorer is at hand
 * @param scorers names of the scorers at hand, for messages
 * @param promptChars longest prompt in characters
 * @param responseChars longest response in characters
 */
record RequestCheck(
        Predicate<String> known, Supplier<? extends Collection<String>> scorers, int promptChars, int responseChars) {
    /** Empty when the request can be scored. */
    Optional<InvalidRequest> refuse(ScoreRequest request) {
        if (RequestMarshaller.isUnreadable(request)) {
            return refusal("request", "the message cannot be read: prompt, response and ids have to be valid UTF-8");
        }
        if (request.getRequestId().isEmpty()) {
            return refusal("request_id", "request_id is missing: results may come in another order than requests");
        }
        if (!request.getScorer().isEmpty() && !known.test(request.getScorer())) {
            return refusal(
                    "scorer",
                    "unknown scorer \"" + shown(request.getScorer()) + "\", expected nothing or one of "
                            + String.join(", ", scorers.get()));
        }
        if (!Dimensions.ALL.contains(request.getDimension())) {
            return refusal("dimension", "unknown dimension, expected one of " + Dimensions.allowedNames());
        }
        if (!request.getResponseId().isEmpty() && !isUuid(request.getResponseId())) {
            return refusal("response_id", "response_id is not a UUID");
        }
        if (request.getRevision() < 0) {
            return refusal("revision", "revision is below 0");
        }
        if (request.getPrompt().isBlank()) {
            return refusal("prompt", "prompt is blank");
        }
        if (request.getPrompt().length() > promptChars) {
            return tooLong("prompt", request.getPrompt().length(), promptChars);
        }
        if (request.getResponse().length() > responseChars) {
            return tooLong("response", request.getResponse().length(), responseChars);
        }
        return Optional.empty();
    }

    private static Optional<InvalidRequest> tooLong(String field, int chars, int most) {
        return refusal(field, field + " has " + chars + " characters, at most " + most + " are allowed");
    }

    private static Optional<InvalidRequest> refusal(String field, String message) {
        return Optional.of(
                InvalidRequest.newBuilder().setField(field).setMessage(message).build());
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
