package io.flames.scoring.train.full;

import io.flames.scoring.heads.Features;
import io.flames.scoring.judgement.LabelledText;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.InputTemplate.EncodedInput;
import io.flames.scoring.onnx.WordPiece;
import java.util.List;

/** A text with the token ids that the scorer would read. */
record EncodedText(LabelledText text, EncodedInput input) {
    /** The least of a response that is kept in a shortened pass. */
    private static final int LEAST = 8;

    /**
     * @param maxTokens of a pass; less than the template's limit shortens responses as the template would
     * @throws IllegalArgumentException when a prompt is too long to be scored, or a response is blank
     */
    static List<EncodedText> all(List<LabelledText> texts, WordPiece wordPiece, Features features, int maxTokens) {
        return texts.stream()
                .map(text -> {
                    int[] prompt = wordPiece.ids(text.prompt());
                    int[] response = wordPiece.ids(text.response());
                    if (response.length == 0) {
                        throw new IllegalArgumentException("a response has no readable character");
                    }
                    return new EncodedText(
                            text,
                            InputTemplate.apply(prompt, shortened(prompt, response, maxTokens), features.readings())
                                    .orElseThrow(() -> new IllegalArgumentException("a prompt has " + prompt.length
                                            + " tokens, at most " + InputTemplate.PROMPT_LIMIT + " can be scored")));
                })
                .toList();
    }

    private static int[] shortened(int[] prompt, int[] response, int maxTokens) {
        int room = Math.max(LEAST, maxTokens - prompt.length - 3);
        if (maxTokens >= InputTemplate.LIMIT || response.length <= room) {
            return response;
        }
        int head = (room + 1) / 2;
        var kept = new int[room];
        System.arraycopy(response, 0, kept, 0, head);
        System.arraycopy(response, response.length - (room - head), kept, head, room - head);
        return kept;
    }

    int tokens() {
        return input.tokens();
    }
}
