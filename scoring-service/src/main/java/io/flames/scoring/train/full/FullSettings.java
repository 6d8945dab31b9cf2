package io.flames.scoring.train.full;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.flames.scoring.heads.Features;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.graph.EncoderWeights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hyper-parameters of the training. Together with the texts they decide every number, so that a checkpoint belongs to one
 * of them.
 *
 * @param epochs at most; early stopping ends before
 * @param batch items a step
 * @param rate largest learning rate of the encoder
 * @param headRate the same of the heads
 * @param warmUp share of all steps over which the rates rise from 0; they fall to 0 over the rest
 * @param weightDecay of matrices; biases and norms have none (Loshchilov and Hutter 2019)
 * @param clip largest length of all gradients together; longer ones are shortened to it
 * @param dropout share of numbers that a training step leaves out
 * @param maxTokens of a pass while training; validation, figures and service always read up to 512
 * @param frozen parts from the bottom that stay as they are: 0 none, 1 the embeddings, 2 to 5 these and 1 to 4 layers
 * @param patience epochs without a better validation after which training stops
 * @param features what the heads read
 * @param headL2 penalty of the heads that training starts from
 * @param seed of order and dropout
 */
@JsonPropertyOrder({"epochs", "batch", "rate", "headRate"})
public record FullSettings(
        int epochs,
        int batch,
        double rate,
        double headRate,
        double warmUp,
        double weightDecay,
        double clip,
        double dropout,
        int maxTokens,
        int frozen,
        int patience,
        Features features,
        double headL2,
        long seed) {
    /** Everything is frozen but the heads. */
    public static final int ALL_FROZEN = 1 + EncoderWeights.LAYERS;

    public static final FullSettings DEFAULT = new FullSettings(
            5, 16, 5e-5, 1e-3, 0.1, 0.01, 1, 0.1, 256, 0, 2, Features.RESPONSE_MEAN_AND_ALONE_MEAN, 1, 20_231_106);

    public FullSettings {
        require(epochs >= 1 && epochs <= 1000, "epochs", "1 to 1000", epochs);
        require(batch >= 1 && batch <= 1024, "batch", "1 to 1024", batch);
        require(rate > 0 && rate < 1, "lr", "above 0 and below 1", rate);
        require(headRate > 0 && headRate < 1, "head-lr", "above 0 and below 1", headRate);
        require(warmUp >= 0 && warmUp < 1, "warm-up", "0 or more and below 1", warmUp);
        require(weightDecay >= 0 && weightDecay < 1, "weight-decay", "0 or more and below 1", weightDecay);
        require(clip > 0, "clip", "above 0", clip);
        require(dropout >= 0 && dropout < 1, "dropout", "0 or more and below 1", dropout);
        require(
                maxTokens >= 16 && maxTokens <= InputTemplate.LIMIT,
                "max-tokens",
                "16 to " + InputTemplate.LIMIT,
                maxTokens);
        require(frozen >= 0 && frozen <= ALL_FROZEN, "freeze", "0 to " + ALL_FROZEN, frozen);
        require(patience >= 1, "patience", "1 or more", patience);
        require(headL2 > 0, "head-l2", "above 0", headL2);
    }

    /** As {@code --set} has them, so that the training can be repeated. */
    Map<String, String> named() {
        var named = new LinkedHashMap<String, String>();
        named.put("epochs", String.valueOf(epochs));
        named.put("batch", String.valueOf(batch));
        named.put("lr", String.valueOf(rate));
        named.put("head-lr", String.valueOf(headRate));
        named.put("warm-up", String.valueOf(warmUp));
        named.put("weight-decay", String.valueOf(weightDecay));
        named.put("clip", String.valueOf(clip));
        named.put("dropout", String.valueOf(dropout));
        named.put("max-tokens", String.valueOf(maxTokens));
        named.put("freeze", String.valueOf(frozen));
        named.put("patience", String.valueOf(patience));
        named.put("features", features.name());
        named.put("head-l2", String.valueOf(headL2));
        return named;
    }

    private static void require(boolean holds, String name, String allowed, Number found) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + ", expected " + allowed);
        }
    }
}
