package io.flames.scoring.judge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.scoring.judge.Ballot.Problem;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads {@code {"reason": string, "score": integer}} and nothing else. The object has to be the whole answer: picking one out
 * of prose could pick what the judge quotes from the response. A Markdown fence around all of it and a leading
 * {@code <think>} part are taken off.
 */
final class VoteParser {
    private static final Pattern FENCE = Pattern.compile("```(?:json)?\\s*\\n(.*)\\n\\s*```", Pattern.DOTALL);
    private static final String THINK = "<think>";
    private static final String THOUGHT = "</think>";
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private VoteParser() {}

    /** @param cut the endpoint says that the answer ended at the length limit */
    static Ballot parse(String answer, boolean cut, List<Integer> scores) {
        String text = unfenced(thought(answer.strip()));
        if (text.isEmpty()) {
            return new Ballot.Unread(Problem.CUT);
        }
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return new Ballot.Unread(cut ? Problem.CUT : Problem.NOT_JSON);
        }
        if (!json.isObject()) {
            return new Ballot.Unread(Problem.NOT_JSON);
        }
        if (json.size() != 2 || !json.path("reason").isTextual() || !json.has("score")) {
            return new Ballot.Unread(Problem.FIELDS);
        }
        JsonNode score = json.path("score");
        return score.isInt() && scores.contains(score.intValue())
                ? new Ballot.Cast(score.intValue())
                : new Ballot.Unread(Problem.SCORE);
    }

    private static String thought(String answer) {
        int end = answer.lastIndexOf(THOUGHT);
        return answer.startsWith(THINK) && end >= 0
                ? answer.substring(end + THOUGHT.length()).strip()
                : answer;
    }

    private static String unfenced(String answer) {
        var fence = FENCE.matcher(answer);
        return fence.matches() ? fence.group(1).strip() : answer;
    }
}
