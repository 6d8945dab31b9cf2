package io.flames.scoring.train.full;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import io.flames.scoring.heads.Features;
import io.flames.scoring.onnx.graph.EncoderWeights;
import io.flames.scoring.train.full.Batch.PassTensors;
import org.jspecify.annotations.Nullable;

/**
 * BERT (Devlin et al. 2019) with pooled vectors of length 1 and the five heads, as operations that PyTorch can
 * differentiate. The arithmetic is that of {@link io.flames.scoring.onnx.graph.ScoringGraph}, with dropout where BERT has
 * it.
 *
 * <p>Each operation is called on what was computed from the batch, never on a weight: results live with the batch's
 * manager and are freed with it.
 */
final class Network {
    private static final float EPSILON = 1e-12f;

    private final Parameters parameters;
    private final float dropout;

    /** @param dropout share of numbers that are left out while training */
    Network(Parameters parameters, double dropout) {
        this.parameters = parameters;
        this.dropout = (float) dropout;
    }

    /**
     * @param training with dropout
     * @return logits of all heads in dimension order, float [b, 13]
     */
    NDArray logits(Batch batch, boolean training) {
        return linear(features(batch, training), "heads", true);
    }

    /** Float [b, k * 512], as the heads read them. */
    NDArray features(Batch batch, boolean training) {
        var vectors = new NDList();
        for (PassTensors pass : batch.passes()) {
            var sums = pass.pool().matMul(encode(pass, training));
            vectors.add(sums.div(sums.square().sum(new int[] {-1}, true).sqrt()));
        }
        var all = vectors.size() == 1 ? vectors.get(0) : NDArrays.concat(vectors, 1);
        return all.reshape(batch.items(), -1);
    }

    /** The last layer, float [b, n, 512]. */
    private NDArray encode(PassTensors pass, boolean training) {
        int n = pass.tokens();
        var places = pass.ids()
                .getManager()
                .arange(0, n, 1)
                .toType(ai.djl.ndarray.types.DataType.INT64, false)
                .reshape(1, n);
        var x = rows(pass.ids(), "word_embeddings")
                .add(rows(pass.segments(), "token_type_embeddings"))
                .add(rows(places, "position_embeddings"));
        x = dropped(normalized(x, "embeddings.LayerNorm"), training);
        for (int layer = 0; layer < EncoderWeights.LAYERS; layer++) {
            x = layer(x, pass.padding(), "encoder.layer." + layer, training);
        }
        return x;
    }

    private NDArray layer(NDArray x, @Nullable NDArray padding, String path, boolean training) {
        var attended = linear(mixed(x, padding, path + ".attention.self.", training), path + ".attention.output.dense");
        x = normalized(dropped(attended, training).add(x), path + ".attention.output.LayerNorm");
        var wide = linear(x, path + ".intermediate.dense").getNDArrayInternal().gelu();
        var narrow = dropped(linear(wide, path + ".output.dense"), training);
        return normalized(narrow.add(x), path + ".output.LayerNorm");
    }

    /** softmax(Q K^T / sqrt(width of a head)) V, a head at a time. */
    private NDArray mixed(NDArray x, @Nullable NDArray padding, String path, boolean training) {
        var query = heads(linear(x, path + "query"), 0, 2, 1, 3);
        var key = heads(linear(x, path + "key"), 0, 2, 3, 1);
        var value = heads(linear(x, path + "value"), 0, 2, 1, 3);
        long width = query.getShape().get(3);
        var scores = query.matMul(key).mul(1 / Math.sqrt(width));
        var shares = (padding == null ? scores : scores.add(padding)).softmax(-1);
        var mixed = dropped(shares, training).matMul(value);
        var shape = x.getShape();
        return mixed.transpose(0, 2, 1, 3).reshape(shape);
    }

    private static NDArray heads(NDArray x, int... order) {
        var shape = x.getShape();
        long width = shape.get(2) / EncoderWeights.ATTENTION_HEADS;
        return x.reshape(shape.get(0), shape.get(1), EncoderWeights.ATTENTION_HEADS, width)
                .transpose(order);
    }

    private NDArray rows(NDArray indices, String table) {
        return Embedding.embedding(indices, parameters.of("embeddings." + table + ".weight"), SparseFormat.DENSE)
                .singletonOrThrow();
    }

    private NDArray linear(NDArray x, String layer) {
        return linear(x, layer, false);
    }

    /** @param byRow the weights are [out, in] */
    private NDArray linear(NDArray x, String layer, boolean byRow) {
        var weights = parameters.of(layer + ".weight");
        return x.matMul(byRow ? transposed(x, weights) : weights).add(parameters.of(layer + ".bias"));
    }

    /** Lives with the batch. */
    private static NDArray transposed(NDArray x, NDArray weights) {
        var turned = weights.transpose();
        turned.attach(x.getManager());
        return turned;
    }

    private NDArray normalized(NDArray x, String name) {
        return x.getNDArrayInternal()
                .layerNorm(
                        x,
                        new Shape(Features.VECTOR),
                        parameters.of(name + ".weight"),
                        parameters.of(name + ".bias"),
                        EPSILON)
                .singletonOrThrow();
    }

    private NDArray dropped(NDArray x, boolean training) {
        return training && dropout > 0
                ? x.getNDArrayInternal().dropout(x, dropout, true).singletonOrThrow()
                : x;
    }
}
