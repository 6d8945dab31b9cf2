package io.flames.scoring.ensemble;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.scoring.EnsembleSettings;
import io.flames.scoring.golden.GoldenSet;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.lane.LaneShape;
import io.flames.scoring.scorer.Digest;
import io.flames.scoring.scorer.Peers;
import io.flames.scoring.scorer.ScorerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads {@link EnsembleScorer}s. */
public final class EnsembleScorers {
    /** A worker of an ensemble only waits for its members. */
    public static final int WORKERS = 64;
    /** Share of the golden items that have to get the class that their author gave them. */
    public static final double GOLDEN_AGREEMENT = 0.6;

    private EnsembleScorers() {}

    /**
     * Waits until all members serve.
     *
     * @param workers responses in work at a time
     * @throws IllegalArgumentException when the settings are wrong
     * @throws io.flames.scoring.scorer.ScorerUnavailableException when a member does not serve
     */
    public static LoadedScorer load(
            String name, int version, EnsembleSettings settings, Peers peers, int workers, GoldenSet golden)
            throws InterruptedException {
        var members = settings.members()
                .orElseThrow(() ->
                        new IllegalArgumentException("flames.scoring.scorers." + name + ".ensemble.members is needed"));
        var weighting = weighting(members, settings);
        Optional<byte[]> stackFile = stackFile(name, settings);
        var combination = combination(members, weighting, stackFile);
        var identities = new ArrayList<ScorerIdentity>();
        for (String member : members) {
            identities.add(peers.awaitServing(member));
        }
        var identity =
                new ScorerIdentity(name, version, digest(identities, weighting, combination.method(), stackFile));
        return new LoadedScorer(
                new EnsembleScorer(identity, members, weighting, combination, peers, settings.timeout()),
                LaneShape.alone(workers),
                golden,
                "as its members read it",
                Map.of(
                        "method", combination.method(),
                        "members", String.join(", ", members),
                        "workers", String.valueOf(workers)),
                card(members, identities, weighting, combination.method()));
    }

    private static Weighting weighting(List<String> members, EnsembleSettings settings) {
        if (settings.weights().isEmpty()) {
            return Weighting.equal(members.size());
        }
        var weights = settings.weights().get();
        if (weights.size() != members.size()) {
            throw new IllegalArgumentException("there are " + members.size() + " members (" + String.join(", ", members)
                    + ") and " + weights.size() + " weights " + weights);
        }
        return new Weighting(weights);
    }

    private static Optional<byte[]> stackFile(String name, EnsembleSettings settings) {
        switch (settings.method()) {
            case "weighted" -> {
                return Optional.empty();
            }
            case "stacked" -> {
                var file = settings.stackFile()
                        .orElseThrow(() -> new IllegalArgumentException("flames.scoring.scorers." + name
                                + ".ensemble.stack-file is needed for method stacked"));
                try {
                    return Optional.of(Files.readAllBytes(Path.of(file)));
                } catch (IOException e) {
                    throw new IllegalArgumentException("the stack file " + file + " cannot be read", e);
                }
            }
            default ->
                throw new IllegalArgumentException("flames.scoring.scorers." + name + ".ensemble.method is \""
                        + settings.method() + "\", expected one of weighted, stacked");
        }
    }

    private static Combination combination(List<String> members, Weighting weighting, Optional<byte[]> stackFile) {
        if (stackFile.isEmpty()) {
            return new Combination.Weighted(weighting);
        }
        var stack = StackFile.read(stackFile.get());
        if (!stack.members().equals(members)) {
            throw new IllegalArgumentException("the stack file is for the members " + String.join(", ", stack.members())
                    + ", configured are " + String.join(", ", members));
        }
        return new Combination.Stacked(stack);
    }

    /** The members' names are their owner's choice; what they are stands in their digests. */
    private static String digest(
            List<ScorerIdentity> members, Weighting weighting, String method, Optional<byte[]> stackFile) {
        var digest = new Digest().part("method", method);
        for (int m = 0; m < members.size(); m++) {
            digest.part("member", members.get(m).digest())
                    .part("weight", String.valueOf(weighting.shares().get(m)));
        }
        return digest.part("stack", stackFile.orElse(new byte[0])).hex();
    }

    private static ObjectNode card(
            List<String> names, List<ScorerIdentity> identities, Weighting weighting, String method) {
        var card = JsonNodeFactory.instance.objectNode().put("method", method);
        var members = card.putArray("members");
        for (int m = 0; m < names.size(); m++) {
            var identity = identities.get(m);
            members.addObject()
                    .put("name", names.get(m))
                    .put("version", identity.version())
                    .put("scorerVersionId", identity.id().toString())
                    .put("digest", identity.digest())
                    .put("weight", weighting.shares().get(m));
        }
        return card;
    }
}
