package io.flames.report.stats;

/** An interval in percent or percentage points, both ends included. */
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
