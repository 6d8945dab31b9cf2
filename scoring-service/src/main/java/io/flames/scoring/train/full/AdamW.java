package io.flames.scoring.train.full;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * AdamW (Loshchilov and Hutter 2019) with gradients clipped by their length all together. PyTorch's arithmetic; the state
 * is kept here, so that a checkpoint can have it.
 */
final class AdamW {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final float UNCLIPPED = -1;

    private final Parameters parameters;
    private final FullSettings settings;
    private final Map<String, NDArray> means = new LinkedHashMap<>();
    private final Map<String, NDArray> variances = new LinkedHashMap<>();

    AdamW(Parameters parameters, FullSettings settings) {
        this.parameters = parameters;
        this.settings = settings;
        parameters.trained().forEach((name, values) -> {
            means.put(name, values.zerosLike());
            variances.put(name, values.zerosLike());
        });
    }

    /**
     * Changes the weights by their gradients and clears these.
     *
     * @param step from 0
     * @param share of the largest learning rates
     * @param manager for what lives no longer than the step
     * @return length of all gradients together, before clipping
     * @throws IllegalStateException when it is not finite
     */
    double step(long step, double share, NDManager manager) {
        var gradients = new LinkedHashMap<String, NDArray>();
        parameters.trained().forEach((name, values) -> {
            var gradient = values.getGradient();
            gradient.attach(manager);
            gradients.put(name, gradient);
        });
        double length = length(gradients);
        if (!Double.isFinite(length)) {
            throw new IllegalStateException("the gradients of step " + step + " are not finite: lower lr");
        }
        float shorten = (float) Math.min(1, settings.clip() / Math.max(length, 1e-12));
        parameters.trained().forEach((name, values) -> update(name, values, gradients, step, share, shorten));
        return length;
    }

    private static double length(Map<String, NDArray> gradients) {
        var squares = new NDList();
        gradients.values().forEach(gradient -> squares.add(gradient.square().sum()));
        return Math.sqrt(NDArrays.stack(squares).sum().getFloat());
    }

    private void update(
            String name, NDArray values, Map<String, NDArray> gradients, long step, double share, float shorten) {
        double rate = share * (name.startsWith(Parameters.HEADS) ? settings.headRate() : settings.rate());
        double corrected = rate * Math.sqrt(1 - Math.pow(BETA2, step + 1.0)) / (1 - Math.pow(BETA1, step + 1.0));
        boolean decays = values.getShape().dimension() > 1;
        values.getNDArrayInternal()
                .adamUpdate(
                        new NDList(values, gradients.get(name), means.get(name), variances.get(name)),
                        new NDList(values),
                        (float) rate,
                        (float) corrected,
                        decays ? (float) settings.weightDecay() : 0,
                        shorten,
                        UNCLIPPED,
                        BETA1,
                        BETA2,
                        EPSILON,
                        false,
                        true);
    }

    /** What it remembers, by name. */
    State state() {
        return new State(values(means), values(variances));
    }

    /** Goes on from {@link #state}. */
    void set(State state) {
        state.means().forEach((name, values) -> means.get(name).set(values));
        state.variances().forEach((name, values) -> variances.get(name).set(values));
    }

    private static Map<String, float[]> values(Map<String, NDArray> arrays) {
        var values = new LinkedHashMap<String, float[]>();
        arrays.forEach((name, array) -> values.put(name, array.toFloatArray()));
        return values;
    }

    /** Running means of the gradients and of their squares. */
    record State(Map<String, float[]> means, Map<String, float[]> variances) {}
}
