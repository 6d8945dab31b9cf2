package io.flames.scoring.ensemble;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/** Which scorers an ensemble asks, and those that they ask: never itself, or nobody would ever answer. */
public final class Membership {
    private Membership() {}

    /**
     * @param membersOf the members of a scorer; none for one that is no ensemble, or is unknown
     * @throws IllegalArgumentException saying by which way the ensemble comes back to itself, or which member is twice
     *     there
     */
    public static void check(String ensemble, Function<String, List<String>> membersOf) {
        var members = membersOf.apply(ensemble);
        if (new HashSet<>(members).size() < members.size()) {
            throw new IllegalArgumentException(
                    "the members of ensemble " + ensemble + " are not all different: " + String.join(", ", members));
        }
        walk(new ArrayList<>(List.of(ensemble)), membersOf);
    }

    private static void walk(List<String> way, Function<String, List<String>> membersOf) {
        for (String member : membersOf.apply(way.get(way.size() - 1))) {
            int met = way.indexOf(member);
            way.add(member);
            if (met >= 0) {
                throw new IllegalArgumentException("ensemble " + member + " is a member of itself: "
                        + String.join(" -> ", way.subList(met, way.size())));
            }
            walk(way, membersOf);
            way.remove(way.size() - 1);
        }
    }
}
