package io.flames.scoring.dataset;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Signatures of sets of shingles: of each hash function the least value over the set, which two sets share with a probability
 * that is their Jaccard overlap (A. Broder, "On the resemblance and containment of documents", 1997). The functions are always
 * the same: {@link Sketch}es in files are made of them. They mix all bits (the finaliser of G. Steele, D. Lea, C. Flood, "Fast
 * splittable pseudorandom number generators", OOPSLA 2014): linear ones with small factors keep the order of what they hash, and
 * so all have the same least element.
 */
final class MinHash {
    private static final long SEED = 7;

    private final long[] seeds;

    /** @param functions of a signature; fewer are the first ones of more */
    MinHash(int functions) {
        seeds = new SplittableRandom(SEED).longs(functions).toArray();
    }

    /** @param shingles not empty */
    long[] signature(Set<Integer> shingles) {
        var least = new long[seeds.length];
        Arrays.fill(least, Long.MAX_VALUE);
        for (int shingle : shingles) {
            for (int i = 0; i < least.length; i++) {
                least[i] = Math.min(least[i], mixed(seeds[i] + shingle));
            }
        }
        return least;
    }

    private static long mixed(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
