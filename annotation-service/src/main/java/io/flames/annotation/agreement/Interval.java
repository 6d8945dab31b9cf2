package io.flames.annotation.agreement;

/** An interval of a coefficient, both ends included. */
public record Interval(double low, double high) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("low end " + low + " is above high end " + high);
        }
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
