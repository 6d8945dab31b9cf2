package io.flames.scoring.fit;

import java.util.ArrayDeque;

/**
 * L-BFGS with a backtracking line search (Nocedal and Wright, Numerical Optimization, algorithm 7.5). Deterministic; of a
 * strictly convex loss it gives the one minimum whatever the start.
 */
public final class Lbfgs {
    private static final int HISTORY = 10;
    private static final int ITERATIONS = 300;
    private static final int HALVINGS = 30;
    /** Of the gradient's length: weights that two machines agree on. */
    public static final double EXACT = 1e-6;
    /** Good enough to compare settings by: predictions do not change any more. */
    public static final double ROUGH = 3e-4;

    private static final double ARMIJO = 1e-4;

    private Lbfgs() {}

    /** A smooth function. */
    @FunctionalInterface
    public interface Loss {
        /**
         * @param at not changed
         * @param gradient filled with the gradient there
         * @return the value there
         */
        double at(double[] at, double[] gradient);
    }

    /** From zero, until the gradient's length is at most the tolerance, nothing gets less, or after 300 steps. */
    public static double[] minimise(Loss function, int width, double tolerance) {
        var at = new double[width];
        var gradient = new double[width];
        double loss = function.at(at, gradient);
        var history = new ArrayDeque<Step>();
        for (int i = 0; i < ITERATIONS && norm(gradient) > tolerance; i++) {
            double[] direction = direction(gradient, history);
            double slope = dot(direction, gradient);
            double size = history.isEmpty() ? 1 / Math.max(1, norm(gradient)) : 1;
            var next = new double[width];
            var nextGradient = new double[width];
            double nextLoss = Double.POSITIVE_INFINITY;
            for (int halving = 0; halving < HALVINGS; halving++, size /= 2) {
                for (int k = 0; k < width; k++) {
                    next[k] = at[k] + size * direction[k];
                }
                nextLoss = function.at(next, nextGradient);
                if (nextLoss <= loss + ARMIJO * size * slope) {
                    break;
                }
            }
            if (!(nextLoss < loss)) {
                break;
            }
            remember(history, minus(next, at), minus(nextGradient, gradient));
            at = next;
            gradient = nextGradient;
            loss = nextLoss;
        }
        return at;
    }

    private static void remember(ArrayDeque<Step> history, double[] moved, double[] bent) {
        double curvature = dot(moved, bent);
        if (curvature > 1e-12) {
            history.addLast(new Step(moved, bent, 1 / curvature));
            if (history.size() > HISTORY) {
                history.removeFirst();
            }
        }
    }

    /** The two-loop recursion. */
    private static double[] direction(double[] gradient, ArrayDeque<Step> history) {
        var q = gradient.clone();
        var alphas = new ArrayDeque<Double>();
        history.descendingIterator().forEachRemaining(step -> {
            double alpha = step.rho * dot(step.moved, q);
            alphas.addFirst(alpha);
            add(q, -alpha, step.bent);
        });
        if (!history.isEmpty()) {
            var last = history.getLast();
            double scale = 1 / (last.rho * dot(last.bent, last.bent));
            for (int i = 0; i < q.length; i++) {
                q[i] *= scale;
            }
        }
        for (Step step : history) {
            add(q, alphas.removeFirst() - step.rho * dot(step.bent, q), step.moved);
        }
        for (int i = 0; i < q.length; i++) {
            q[i] = -q[i];
        }
        return q;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static double[] minus(double[] a, double[] b) {
        var difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    private static void add(double[] to, double factor, double[] values) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * values[i];
        }
    }

    private record Step(double[] moved, double[] bent, double rho) {}
}
